import 'server-only'
import { env } from '@/lib/core/env'
import { configuredGateway, configuredMailGateway } from './gateways'

export type MessagingMode = 'gateway' | 'outbox'

/** Whoever could reach the outbox would read the codes of others, and sign in as them. */
export class MessagingNotConfiguredError extends Error {
  override readonly name = 'MessagingNotConfiguredError'
  constructor() {
    super(
      'No SMS gateway is configured, so messages would only be kept for whoever is on this machine to read. That is ' +
        'allowed only while other machines cannot reach the portal: set HOST and ZHUNXIN_URL to loopback, or configure a gateway.',
    )
  }
}

/**
 * How messages leave: through the gateway, or, where only this machine can reach the portal, not at all: they stay in the
 * outbox and are read there. Asked at the start, so that a portal which could send no code does not begin.
 *
 * @throws MessagingNotConfiguredError
 */
export function messagingMode(): MessagingMode {
  if (configuredGateway()) return 'gateway'
  if (env().isLoopback) return 'outbox'
  throw new MessagingNotConfiguredError()
}

/** For pages: whether the outbox can be read here. */
export function isOutboxReadable(): boolean {
  return !configuredGateway() && env().isLoopback
}

/** Whether e-mail can be sent at all, or at least be read in the outbox. */
export function isEmailSent(): boolean {
  return configuredMailGateway() !== null || isOutboxReadable()
}
