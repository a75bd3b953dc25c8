import 'server-only'

/** Where text messages leave. Told the number in E.164 and the words as the person reads them. */
export type SmsGateway = {
  /** Resolves when the gateway took it; rejects when it did not, and may be tried again. */
  send(message: { to: string; text: string }): Promise<void>
}

/** The gateway of this installation. None can be configured yet. */
export function configuredGateway(): SmsGateway | null {
  return null
}
