import 'server-only'
import { newId } from '@/lib/core/ids'
import type { Locale } from '@/lib/core/languages/locales'
import { systemKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import type { Channel } from '@/lib/db/generated/enums'
import { canBeSentBy, type MessageParams, type MessageTemplate } from '../templates'
import { outboxPlace } from './outbox-seal'

export type Message<T extends MessageTemplate> = {
  channel: Channel
  template: T
  locale: Locale
  /** Holds an E.164 number or an e-mail address. */
  to: string
  params: MessageParams[T]
  /** Identifies the qualification that the message is about. */
  qualificationId?: string | null
  /** Gives the time after which the message has no use and is not sent. */
  expiresAt?: Date
}

/** Enqueues a message in the transaction of the change that it reports: it is sent only if that change commits. */
export async function enqueueMessage<T extends MessageTemplate>(tx: Tx, message: Message<T>): Promise<{ id: string }> {
  const { channel, template, locale, to, params, qualificationId = null, expiresAt = null } = message
  if (!canBeSentBy(channel, template)) throw new Error(`${template} has no words for ${channel}`)
  const id = newId()
  const key = await systemKey('OUTBOX')
  const toSealed = seal(key, outboxPlace('to_sealed', id), to)
  const paramsSealed = seal(key, outboxPlace('params_sealed', id), JSON.stringify(params))
  await tx.$executeRaw`
    INSERT INTO outbox_messages (id, channel, template, locale, to_sealed, params_sealed, qualification_id, expires_at)
    VALUES (${id}::uuid, ${channel}::"Channel", ${template}, ${locale}, ${toSealed}, ${paramsSealed},
      ${qualificationId}::uuid, ${expiresAt})`
  return { id }
}
