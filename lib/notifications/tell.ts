import 'server-only'
import { openPersonField, type PersonField } from '@/lib/accounts/person-fields'
import { logBug } from '@/lib/core/log'
import { SealBrokenError } from '@/lib/crypto/aead'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/i18n/locales'
import { enqueueMessage } from '@/lib/messaging/enqueue-message'
import { isEmailSent } from '@/lib/messaging/mode'
import type { MessageParams, MessageTemplate } from '@/lib/messaging/templates'
import { type Reachable, waysTo } from './channels'

/** Whatever is told besides codes, which go to a phone that is nobody's yet. */
export type Notice = Exclude<MessageTemplate, 'SIGN_IN_CODE'>

type Telling<T extends Notice> = {
  template: T
  params: MessageParams[T]
  /** What it tells of. */
  qualificationId?: string
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

/** In one round trip, since each decision tells someone. An address given for notices counts once it is confirmed. */
const RECIPIENTS = Prisma.sql`
  SELECT u.id, k.id AS "keyId", k.wrapped, k.keyring_id AS "keyringId", u.locale, u.phone_sealed AS "phoneSealed",
    u.email_sealed AS "emailSealed",
    CASE WHEN u.notice_email_confirmed_at IS NOT NULL THEN u.notice_email_sealed END AS "noticeEmailSealed",
    u.notices_by_sms AS "noticesBySms", u.notices_by_email AS "noticesByEmail"
  FROM users u JOIN data_keys k ON k.id = u.data_key_id AND u.status = 'ACTIVE'`

/** Tells each active member of an account, in the transaction of what is told. */
export async function tellAccount<T extends Notice>(
  tx: Tx,
  { accountId, ...telling }: Telling<T> & { accountId: string },
): Promise<void> {
  const members = await tx.$queryRaw<Recipient[]>`
    ${RECIPIENTS} JOIN memberships m ON m.user_id = u.id AND m.account_id = ${accountId}::uuid
    ORDER BY u.id`
  for (const member of members) await tell(tx, member, telling)
}

/** Tells one person, unless they are disabled. */
export async function tellPerson<T extends Notice>(
  tx: Tx,
  { userId, ...telling }: Telling<T> & { userId: string },
): Promise<void> {
  const [person] = await tx.$queryRaw<Recipient[]>`${RECIPIENTS} WHERE u.id = ${userId}::uuid`
  if (person) await tell(tx, person, telling)
}

/** Tells whoever has a phone, known here or not. */
export async function tellPhone<T extends Notice>(
  tx: Tx,
  { phone, ...telling }: Telling<T> & { phone: string; locale: Locale; expiresAt?: Date },
): Promise<void> {
  await enqueueMessage(tx, { channel: 'SMS', to: phone, ...telling })
}

/** Tells whoever has an e-mail address, known here or not. Ask `isEmailSent` before. */
export async function tellEmail<T extends Notice>(
  tx: Tx,
  { email, ...telling }: Telling<T> & { email: string; locale: Locale; expiresAt?: Date },
): Promise<void> {
  await enqueueMessage(tx, { channel: 'EMAIL', to: email, ...telling })
}

async function tell<T extends Notice>(tx: Tx, person: Recipient, telling: Telling<T>): Promise<void> {
  const locale = isLocale(person.locale) ? person.locale : DEFAULT_LOCALE
  const known = await reachable(person).catch((error: unknown) => {
    // One row that was damaged must not keep an account, or the daily jobs of all of them, from going on.
    if (!(error instanceof SealBrokenError)) throw error
    logBug(error, { userId: person.id })
    return null
  })
  for (const way of known ? waysTo(known, isEmailSent()) : []) {
    await enqueueMessage(tx, { ...way, locale, ...telling })
  }
}

/** The address given for notices comes before the one to sign in with. */
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
