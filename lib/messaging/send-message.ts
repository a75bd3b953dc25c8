import 'server-only'
import { logBug } from '@/lib/core/log'
import type { ClaimedMessage } from './claim-messages'
import { DeliveryError } from './delivery'
import { type Gateways, textMessage } from './gateways'
import { type OpenMessage, openMessage } from './open-message'
import { settleFailed, settleSent } from './settle-message'

/** Sends a message that was claimed, once, and writes what came of it. */
export async function sendMessage(row: ClaimedMessage, gateways: Gateways): Promise<void> {
  const message = await openMessage(row).catch((error: unknown) => logBug(error, { message: row.id }))
  if (!message) return settleFailed(row, 'UNREADABLE', 'UNREADABLE')
  let providerId: string | null
  try {
    providerId = await hand(row, message, gateways)
  } catch (error) {
    if (error instanceof DeliveryError) return settleFailed(row, error.kind, error.code)
    logBug(error, { message: row.id })
    return settleFailed(row, 'UNSURE', 'UNEXPECTED')
  }
  await settleSent(row, providerId)
}

async function hand({ id, channel }: ClaimedMessage, message: OpenMessage, gateways: Gateways) {
  const { to, subject, text } = message
  if (channel === 'SMS' && gateways.SMS) return gateways.SMS.send(textMessage(id, to, message))
  if (channel === 'EMAIL' && gateways.EMAIL) return gateways.EMAIL.send({ id, to, subject: subject ?? '', text })
  throw new Error(`Nothing sends ${channel}`)
}
