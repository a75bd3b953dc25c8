import 'server-only'
import { logBug } from '@/lib/core/log'
import type { ClaimedMessage } from './claim-messages'
import { DeliveryError } from './delivery'
import { type Gateways, textMessage } from './gateways'
import { noteAttempt } from './note-attempt'
import { type OpenMessage, openMessage } from './open-message'
import { settleFailed, settleSent } from './settle-message'

/** A gateway that breaks says nothing of the message. */
const UNEXPECTED = { kind: 'UNSURE', code: 'UNEXPECTED' } as const

/** Sends a message that was claimed, once, and writes what came of it: of the message, and of its channel. */
export async function sendMessage(row: ClaimedMessage, gateways: Gateways): Promise<void> {
  const message = await openMessage(row).catch((error: unknown) => logBug(error, { message: row.id }))
  if (!message) return settleFailed(row, 'UNREADABLE', 'UNREADABLE')
  let providerId: string | null
  try {
    providerId = await hand(row, message, gateways)
  } catch (error) {
    const { kind, code } = error instanceof DeliveryError ? error : UNEXPECTED
    if (!(error instanceof DeliveryError)) logBug(error, { message: row.id })
    await settleFailed(row, kind, code)
    return noteAttempt(row.channel, `${kind}/${code}`)
  }
  await settleSent(row, providerId)
  await noteAttempt(row.channel, null)
}

async function hand({ id, channel }: ClaimedMessage, message: OpenMessage, gateways: Gateways) {
  const { to, subject, text } = message
  if (channel === 'SMS' && gateways.SMS) return gateways.SMS.send(textMessage(id, to, message))
  if (channel === 'EMAIL' && gateways.EMAIL) return gateways.EMAIL.send({ id, to, subject: subject ?? '', text })
  throw new Error(`Nothing sends ${channel}`)
}
