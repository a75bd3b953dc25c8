import 'server-only'
import { newId } from '@/lib/core/ids'
import { systemKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import type { Channel } from '@/lib/db/generated/enums'
import type { Locale } from '@/lib/i18n/locales'
import { outboxPlace } from './outbox-seal'
import { canLeaveBy, type MessageParams, type MessageTemplate } from './templates'

export type Message<T extends MessageTemplate> = {
  channel: Channel
  template: T
  locale: Locale
  /** E.164 number or e-mail address. */
  to: string
  params: MessageParams[T]
  /** What it tells of. */
  qualificationId?: string | null
  /** After which it is worthless and is not sent. */
  expiresAt?: Date
}

/** Writes a message to someone in the transaction of what it tells: sent if that happened, and only then. */
export async function enqueueMessage<T extends MessageTemplate>(tx: Tx, message: Message<T>): Promise<{ id: string }> {
  const { channel, template, locale, to, params, qualificationId = null, expiresAt = null } = message
  if (!canLeaveBy(channel, template)) throw new Error(`${template} has no words for ${channel}`)
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
