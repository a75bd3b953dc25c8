import 'server-only'
import { openPersonField, type PersonField } from '@/lib/accounts/person-fields'
import { logBug } from '@/lib/core/log'
import { SealBrokenError } from '@/lib/crypto/aead'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
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

const RECIPIENT = {
  id: true,
  dataKey: true,
  locale: true,
  phoneSealed: true,
  emailSealed: true,
  noticeEmailSealed: true,
  noticeEmailConfirmedAt: true,
  noticesBySms: true,
  noticesByEmail: true,
} as const satisfies Prisma.UserSelect

type Recipient = Prisma.UserGetPayload<{ select: typeof RECIPIENT }>

/** Tells each active member of an account, in the transaction of what is told. */
export async function tellAccount<T extends Notice>(
  tx: Tx,
  { accountId, ...telling }: Telling<T> & { accountId: string },
): Promise<void> {
  const members = await tx.user.findMany({
    where: { status: 'ACTIVE', memberships: { some: { accountId } } },
    orderBy: { id: 'asc' },
    select: RECIPIENT,
  })
  for (const member of members) await tell(tx, member, telling)
}

/** Tells one person, unless they are disabled. */
export async function tellPerson<T extends Notice>(
  tx: Tx,
  { userId, ...telling }: Telling<T> & { userId: string },
): Promise<void> {
  const person = await tx.user.findFirst({ where: { id: userId, status: 'ACTIVE' }, select: RECIPIENT })
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

/** An address given for notices counts once it is confirmed; the one to sign in with was given by its owner. */
async function reachable(person: Recipient): Promise<Reachable> {
  const { id, dataKey, noticesBySms, noticesByEmail } = person
  const key = await unwrapDataKey(dataKey)
  const openField = (column: PersonField, sealed: Uint8Array | null) =>
    sealed ? openPersonField(key, id, column, sealed) : null
  const confirmed = person.noticeEmailConfirmedAt ? person.noticeEmailSealed : null
  return {
    phone: openField('phone_sealed', person.phoneSealed),
    email: openField('notice_email_sealed', confirmed) ?? openField('email_sealed', person.emailSealed),
    noticesBySms,
    noticesByEmail,
  }
}
