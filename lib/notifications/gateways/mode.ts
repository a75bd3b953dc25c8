import 'server-only'
import { env } from '@/lib/core/env'
import { OperatorError } from '@/lib/core/errors'
import { configuredGateway, configuredMailGateway } from './gateways'

export type MessagingMode = 'gateway' | 'outbox'

/** Anyone who could reach the outbox would read other people's codes and sign in as them. */
export class MessagingNotConfiguredError extends OperatorError {
  override readonly name = 'MessagingNotConfiguredError'
  constructor() {
    super(
      'No SMS gateway is configured, so messages would only be stored, for anyone on this machine to read. That is ' +
        'allowed only while other machines cannot reach the portal: set HOST and ZHUNXIN_URL to loopback, or configure a gateway.',
    )
  }
}

/**
 * Returns how messages are sent: through the gateway, or, where only this machine can reach the portal, not at all.
 * Then they stay in the outbox and are read there. Checked at the start, so that a portal which could send no code does
 * not start.
 *
 * @throws MessagingNotConfiguredError
 */
export function messagingMode(): MessagingMode {
  if (configuredGateway()) return 'gateway'
  if (env().isLoopback) return 'outbox'
  throw new MessagingNotConfiguredError()
}

/** Says whether pages may show the outbox. */
export function isOutboxReadable(): boolean {
  return !configuredGateway() && env().isLoopback
}

/** Says whether e-mail can be sent, or at least be read in the outbox. */
export function isEmailSent(): boolean {
  return configuredMailGateway() !== null || isOutboxReadable()
}
