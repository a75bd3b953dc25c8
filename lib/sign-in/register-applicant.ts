import 'server-only'
import { missingConsents } from '@/lib/accounts/consents/consents'
import { recordConsent } from '@/lib/accounts/consents/record-consent'
import { sealPersonField } from '@/lib/accounts/person-fields'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import type { Locale } from '@/lib/core/languages/locales'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { openTicket } from './codes/sign-in-codes'
import { rememberDevice } from './sessions/devices'
import { startSession } from './sessions/sessions'

type Registration = {
  ticket: string
  consents: readonly ConsentKey[]
  locale: Locale
  /** The secret that the browser has already, if any. */
  device?: string | null
  /**
   * Finds an account that nobody belongs to yet, and locks it; null where they get one of their own, as they do without
   * it.
   */
  accountOf?: ((tx: Tx, person: { userId: string; phoneIndex: Uint8Array }) => Promise<string | null>) | null
}

/**
 * Registers a person with their account and consents, and signs them in. It requires a phone that was proved just now.
 *
 *
 * When two prove the same phone at once, one registers: the phone is unique, and the ticket works once.
 * @throws DomainError INCOMPLETE without each required consent, CODE_EXPIRED when the ticket is no longer valid,
 * CONFLICT when the phone is registered by now
 */
export async function registerApplicant(registration: Registration) {
  const proved = await provedPhone(registration)
  return transaction((tx) => registerIn(tx, registration, proved))
}

type ProvedPhone = { codeId: string; phone: string; phoneIndex: Uint8Array<ArrayBuffer> }

/**
 * Returns the proved phone of a ticket.
 *
 * @throws DomainError INCOMPLETE, CODE_EXPIRED
 */
export async function provedPhone({
  ticket,
  consents,
}: Pick<Registration, 'ticket' | 'consents'>): Promise<ProvedPhone> {
  if (missingConsents(consents).length > 0) throw new DomainError('INCOMPLETE', 'A required consent is missing')
  const proved = await openTicket(ticket)
  if (!proved) throw new DomainError('CODE_EXPIRED', 'Not a ticket')
  return { ...proved, phoneIndex: await blindIndex('phone', proved.phone) }
}

/**
 * Registers a person in the caller's transaction.
 *
 * @throws DomainError CODE_EXPIRED, CONFLICT
 */
export async function registerIn(
  tx: Tx,
  { consents, locale, device, accountOf }: Omit<Registration, 'ticket'>,
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

  const accountId = (await accountOf?.(tx, { userId, phoneIndex })) ?? (await tx.account.create({ data: {} })).id
  await tx.membership.create({ data: { accountId, userId } })
  await recordAudit(tx, person(userId), { action: 'account.registered', subjectId: accountId, data: { userId } })
  for (const key of new Set(consents)) await recordConsent(tx, { userId, accountId, key, locale })
  const session = await startSession(tx, { userId, audience: 'APPLICANT', factors: [{ factor: 'SMS_CODE', at }] })
  if (!session) throw new Error('Someone just made is not active')
  return { userId, accountId, session, device: await rememberDevice(tx, userId, device ?? null) }
}

const person = (id: string) => ({ kind: 'PERSON', id }) as const

/**
 * Uses a ticket up.
 *
 * @returns when its code was given
 * @throws DomainError CODE_EXPIRED
 */
export async function spendTicket(tx: Tx, codeId: string): Promise<Date> {
  const [spent] = await tx.$queryRaw<{ givenAt: Date }[]>`
    UPDATE sign_in_codes SET expires_at = clock_timestamp()
    WHERE id = ${codeId}::uuid AND used_at IS NOT NULL AND expires_at > clock_timestamp()
    RETURNING used_at AS "givenAt"`
  if (!spent) throw new DomainError('CODE_EXPIRED', 'The ticket no longer holds')
  return spent.givenAt
}
