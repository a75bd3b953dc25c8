import 'server-only'
import { logBug } from '@/lib/core/log'
import { DeliveryError } from '../gateways/delivery'
import { type Gateways, TemplateWithoutIdError, textMessage } from '../gateways/gateways'
import type { ClaimedMessage } from './claim-messages'
import { type OpenMessage, openMessage } from './open-message'
import { recordAttempt } from './record-attempt'
import { settleFailed, settleSent } from './settle-message'

/** An unexpected error of a gateway says nothing about the message. */
const UNEXPECTED = { kind: 'UNSURE', code: 'UNEXPECTED', isAboutRecipient: false } as const

/**
 * Sends a claimed message once, and records the result for the message and its channel. What fails because of its
 * number or address says nothing about the channel: anybody can enter one that does not exist.
 */
export async function sendMessage(row: ClaimedMessage, gateways: Gateways): Promise<void> {
  const message = await openMessage(row).catch((error: unknown) => logBug(error, { message: row.id }))
  if (!message) return settleFailed(row, 'UNREADABLE', 'UNREADABLE')
  let providerId: string | null
  try {
    providerId = await hand(row, message, gateways)
  } catch (error) {
    if (error instanceof TemplateWithoutIdError) return settleFailed(row, 'NO_TEMPLATE_ID', 'NO_TEMPLATE_ID')
    const { kind, code, isAboutRecipient } = error instanceof DeliveryError ? error : UNEXPECTED
    if (!(error instanceof DeliveryError)) logBug(error, { message: row.id })
    await settleFailed(row, kind, code)
    if (!isAboutRecipient) await recordAttempt(row.channel, `${kind}/${code}`)
    return
  }
  await settleSent(row, providerId)
  await recordAttempt(row.channel, null)
}

async function hand({ id, channel }: ClaimedMessage, message: OpenMessage, gateways: Gateways) {
  const { to, subject, text } = message
  if (channel === 'SMS' && gateways.SMS) return gateways.SMS.send(textMessage(id, to, message))
  if (channel === 'EMAIL' && gateways.EMAIL) return gateways.EMAIL.send({ id, to, subject: subject ?? '', text })
  throw new Error(`Nothing sends ${channel}`)
}
