import { dataKey, systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import { outboxPlace } from '@/lib/notifications/outbox/outbox-seal'
import { anEmail } from '@/tests/factories/people'
import { sealPersonField } from '../../person-fields'

/** Returns what one act sends: to whom, by which channel, in which language. */
export async function sentBy(act: (tx: Tx) => Promise<void>) {
  const before = await database().outboxMessage.findMany({ select: { id: true } })
  await transaction(act)
  const written = await database().outboxMessage.findMany({ where: { id: { notIn: before.map(({ id }) => id) } } })
  const key = await systemKey('OUTBOX')
  return written.map(({ id, toSealed, channel, template, locale, qualificationId }) => {
    return { to: open(key, outboxPlace('to_sealed', id), toSealed), channel, template, locale, qualificationId }
  })
}

/** Stores an address for notifications, confirmed unless stated otherwise. */
export async function noticeEmail(userId: string, { isConfirmed = true } = {}): Promise<string> {
  const email = anEmail()
  const { dataKeyId } = await database().user.findUniqueOrThrow({ where: { id: userId } })
  const key = await dataKey(database(), dataKeyId)
  const noticeEmailSealed = sealPersonField(key, userId, 'notice_email_sealed', email)
  const noticeEmailConfirmedAt = isConfirmed ? await databaseTime() : null
  await database().user.update({ where: { id: userId }, data: { noticeEmailSealed, noticeEmailConfirmedAt } })
  return email
}
