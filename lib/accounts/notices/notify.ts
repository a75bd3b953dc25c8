import 'server-only'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/core/languages/locales'
import { logBug } from '@/lib/core/log'
import { SealBrokenError } from '@/lib/crypto/aead'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { isEmailSent } from '@/lib/notifications/gateways/mode'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import type { MessageParams, MessageTemplate } from '@/lib/notifications/templates'
import { templatesWithoutId } from '@/lib/notifications/templates-without-id'
import { openPersonField, type PersonField } from '../person-fields'
import { type Reachable, waysTo } from './channels'

/** Every message except codes, which go to a phone that belongs to nobody yet. */
export type Notice = Exclude<MessageTemplate, 'SIGN_IN_CODE'>

type Notification<T extends Notice> = {
  template: T
  params: MessageParams[T]
  /** The qualification that the notification is about. */
  qualificationId?: string
  /** The account that it is about, where that may be a test account: nothing is sent about one. */
  aboutAccount?: string
}

type Recipient = {
  id: string
  keyId: string
  wrapped: Uint8Array<ArrayBuffer>
  keyringId: string
  locale: string
  phoneSealed: Uint8Array | null
  emailSealed: Uint8Array | null
  noticeEmailSealed: Uint8Array | null
  noticesBySms: boolean
  noticesByEmail: boolean
}

/**
 * One statement reads all recipients in one round trip, since each decision notifies people. An address for
 * notifications counts once it is confirmed.
 */
const RECIPIENTS = Prisma.sql`
  SELECT u.id, k.id AS "keyId", k.wrapped, k.keyring_id AS "keyringId", u.locale, u.phone_sealed AS "phoneSealed",
    u.email_sealed AS "emailSealed",
    CASE WHEN u.notice_email_confirmed_at IS NOT NULL THEN u.notice_email_sealed END AS "noticeEmailSealed",
    u.notices_by_sms AS "noticesBySms", u.notices_by_email AS "noticesByEmail"
  FROM users u JOIN data_keys k ON k.id = u.data_key_id AND u.status = 'ACTIVE'`

/**
 * Notifies each active member of an account, in the transaction of the change itself. Nothing is sent about a test
 * account.
 */
export async function notifyAccount<T extends Notice>(
  tx: Tx,
  { accountId, ...notification }: Notification<T> & { accountId: string },
): Promise<void> {
  const members = await tx.$queryRaw<Recipient[]>`
    ${RECIPIENTS} JOIN memberships m ON m.user_id = u.id AND m.account_id = ${accountId}::uuid
    JOIN accounts a ON a.id = m.account_id AND NOT a.is_test
    ORDER BY u.id`
  for (const member of members) await notify(tx, member, notification)
}

const isTest = async (tx: Tx, id: string | undefined): Promise<boolean> =>
  id !== undefined && (await tx.account.count({ where: { id, isTest: true } })) > 0

/** Notifies one person, unless they are disabled. */
export async function notifyPerson<T extends Notice>(
  tx: Tx,
  { userId, aboutAccount, ...notification }: Notification<T> & { userId: string },
): Promise<void> {
  if (await isTest(tx, aboutAccount)) return
  const [person] = await tx.$queryRaw<Recipient[]>`${RECIPIENTS} WHERE u.id = ${userId}::uuid`
  if (person) await notify(tx, person, notification)
}

/** Notifies the person who has a phone number, registered here or not. */
export async function notifyPhone<T extends Notice>(
  tx: Tx,
  { phone, aboutAccount, ...notification }: Notification<T> & { phone: string; locale: Locale; expiresAt?: Date },
): Promise<void> {
  if (await isTest(tx, aboutAccount)) return
  await enqueueMessage(tx, { channel: 'SMS', to: phone, ...notification })
}

/** Notifies the person who has an e-mail address, registered here or not. Check `isEmailSent` before. */
export async function notifyEmail<T extends Notice>(
  tx: Tx,
  { email, ...notification }: Notification<T> & { email: string; locale: Locale; expiresAt?: Date },
): Promise<void> {
  await enqueueMessage(tx, { channel: 'EMAIL', to: email, ...notification })
}

async function notify<T extends Notice>(tx: Tx, person: Recipient, notification: Notification<T>): Promise<void> {
  const locale = isLocale(person.locale) ? person.locale : DEFAULT_LOCALE
  const known = await reachable(person).catch((error: unknown) => {
    // One damaged row must not block an account, or the daily jobs of all accounts.
    if (!(error instanceof SealBrokenError)) throw error
    logBug(error, { userId: person.id })
    return null
  })
  const isSmsSent = !templatesWithoutId().includes(notification.template)
  for (const way of known ? waysTo(known, isEmailSent(), isSmsSent) : []) {
    await enqueueMessage(tx, { ...way, locale, ...notification })
  }
}

/** Opens a recipient's contact data. The address for notifications comes before the sign-in address. */
async function reachable({ id, keyId, noticesBySms, noticesByEmail, ...sealed }: Recipient): Promise<Reachable> {
  const key = await unwrapDataKey({ id: keyId, wrapped: sealed.wrapped, keyringId: sealed.keyringId })
  const openField = (column: PersonField, value: Uint8Array | null) =>
    value ? openPersonField(key, id, column, value) : null
  return {
    phone: openField('phone_sealed', sealed.phoneSealed),
    email: openField('notice_email_sealed', sealed.noticeEmailSealed) ?? openField('email_sealed', sealed.emailSealed),
    noticesBySms,
    noticesByEmail,
  }
}
