import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { smsEndpoint } from '@/lib/notifications/gateways/endpoint'
import { configuredGateway } from '@/lib/notifications/gateways/gateways'
import { trySmtp } from '@/lib/notifications/gateways/smtp-mail'
import { type Found, failed, ok, reasonOf, warning } from './finding'

const TIMEOUT = 8 * SECOND

/** Holds the gateway's time and the time of the request; null if none was reached. */
export type GatewayClock = { date: number; at: number } | null

/** Checks that the gateway of text messages is configured and reachable. No message is sent, and no key is tried. */
export async function checkSms(): Promise<{ found: Found[]; gatewayClock: GatewayClock }> {
  const endpoint = smsEndpoint()
  if (!endpoint) {
    const todo = 'Configure one before others use the portal: docs/messages.md.'
    const says = 'No SMS gateway is configured'
    return {
      found: [
        env().isLoopback ? warning(`${says}: messages are read at /dev/outbox.`, todo) : failed(`${says}.`, todo),
      ],
      gatewayClock: null,
    }
  }
  try {
    configuredGateway()
    const answer = await fetch(endpoint, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) })
    const date = Date.parse(answer.headers.get('date') ?? '')
    return {
      found: [ok(`The SMS gateway at ${endpoint.host} answers.`)],
      gatewayClock: Number.isNaN(date) ? null : { date, at: Date.now() },
    }
  } catch (error) {
    const says = reasonOf((error as Error).cause ?? error)
    return {
      found: [
        failed(
          `The SMS gateway at ${endpoint.host} can't be used: ${says}`,
          'Check SMS_… and the way out: docs/messages.md.',
        ),
      ],
      gatewayClock: null,
    }
  }
}

/** Connects to the mail server and signs in. No mail is sent. */
export async function checkMail(): Promise<Found[]> {
  const { SMTP_URL: url } = env()
  if (!url) return [warning('No e-mail is sent.', 'Set SMTP_URL and MAIL_FROM: docs/messages.md.')]
  const { host } = new URL(url)
  try {
    await trySmtp(url)
    return [ok(`The mail server at ${host} lets the portal in.`)]
  } catch (error) {
    const code = (error as { code?: string }).code ?? reasonOf(error)
    return [failed(`The mail server at ${host} can't be used (${code}).`, 'Check SMTP_URL: docs/messages.md.')]
  }
}
