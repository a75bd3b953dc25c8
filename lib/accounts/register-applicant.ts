import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { rememberDevice } from '@/lib/auth/devices'
import { startSession } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'
import { type ConsentKey, missingConsents } from './consents'
import { sealPersonField } from './person-fields'
import { recordConsent } from './record-consent'
import { openTicket } from './sign-in-codes'

type Registration = {
  ticket: string
  consents: readonly ConsentKey[]
  locale: Locale
  /** The secret that the browser holds already, if any. */
  device?: string | null
}

/**
 * Makes a person, their account and what they agreed to, and signs them in. Asks for a phone proved just now.
 *
 * Of two who prove the same phone at once, one registers: the phone is unique, and the ticket holds once.
 *
 * @throws DomainError INCOMPLETE without each required consent, CODE_EXPIRED when the ticket no longer holds, CONFLICT
 *   when someone is known by the phone by now
 */
export async function registerApplicant(registration: Registration) {
  const proved = await provedPhone(registration)
  return transaction((tx) => registerIn(tx, registration, proved))
}

type ProvedPhone = { codeId: string; phone: string; phoneIndex: Uint8Array<ArrayBuffer> }

/** @throws DomainError INCOMPLETE, CODE_EXPIRED */
export async function provedPhone({
  ticket,
  consents,
}: Pick<Registration, 'ticket' | 'consents'>): Promise<ProvedPhone> {
  if (missingConsents(consents).length > 0) throw new DomainError('INCOMPLETE', 'A required consent is missing')
  const proved = await openTicket(ticket)
  if (!proved) throw new DomainError('CODE_EXPIRED', 'Not a ticket')
  return { ...proved, phoneIndex: await blindIndex('phone', proved.phone) }
}

/** In a transaction of the caller's. @throws DomainError CODE_EXPIRED, CONFLICT */
export async function registerIn(
  tx: Tx,
  { consents, locale, device }: Omit<Registration, 'ticket'>,
  { codeId, phone, phoneIndex }: ProvedPhone,
) {
  const at = await spendTicket(tx, codeId)
  const userId = newId()
  const { id: dataKeyId, key } = await createDataKey(tx)
  const phoneSealed = sealPersonField(key, userId, 'phone_sealed', phone)
  const phoneProvedAt = await databaseTime(tx)
  const { count } = await tx.user.createMany({
    data: [{ id: userId, dataKeyId, phoneSealed, phoneIndex, phoneProvedAt, locale }],
    skipDuplicates: true,
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'The phone is known by now')

  const account = await tx.account.create({ data: { members: { create: { userId } } } })
  await recordAudit(tx, person(userId), { action: 'account.registered', subjectId: account.id, data: { userId } })
  for (const key of new Set(consents)) await recordConsent(tx, { userId, accountId: account.id, key, locale })
  const session = await startSession(tx, { userId, audience: 'APPLICANT', factors: [{ factor: 'SMS_CODE', at }] })
  if (!session) throw new Error('Someone just made is not active')
  return { userId, accountId: account.id, session, device: await rememberDevice(tx, userId, device ?? null) }
}

const person = (id: string) => ({ kind: 'PERSON', id }) as const

/** Uses a ticket up. @returns when its code was given @throws DomainError CODE_EXPIRED */
export async function spendTicket(tx: Tx, codeId: string): Promise<Date> {
  const [spent] = await tx.$queryRaw<{ givenAt: Date }[]>`
    UPDATE sign_in_codes SET expires_at = clock_timestamp()
    WHERE id = ${codeId}::uuid AND used_at IS NOT NULL AND expires_at > clock_timestamp()
    RETURNING used_at AS "givenAt"`
  if (!spent) throw new DomainError('CODE_EXPIRED', 'The ticket no longer holds')
  return spent.givenAt
}
