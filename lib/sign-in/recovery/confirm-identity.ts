import 'server-only'
import { consumeGuess } from '@/lib/accounts/limits/slow-guesses'
import { notifyPerson } from '@/lib/accounts/notices/notify'
import { shownTime } from '@/lib/accounts/notices/shown-time'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import type { Locale } from '@/lib/core/languages/locales'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { openTicket } from '../codes/sign-in-codes'
import { openPasskeyTicket, ownerByTicket, spendPasskeyTicket } from '../factors/passkey-ticket'
import { spendTicket } from '../register-applicant'
import { type SignedIn, signInOnDevice } from '../sign-in-on-device'
import { matchesEnding, readIdNumbers } from './id-endings'
import { openLockedCase } from './open-access-case'
import { openedPhone } from './opened-phone'

export const IDENTITY_MISSES = 5

type Tried = {
  /** Proves that a code to the phone was right just now, or that a passkey was used. */
  ticket: string
  /** Holds the last six characters of an ID number. */
  ending: string
  address: string
  device: string | null
  locale: Locale
}

/**
 * Signs a person in on a new browser, after they gave a code or a passkey, by the last characters of an ID number of
 * theirs. Five misses in a row lock the account: neither signs in any longer, and a case for staff opens.
 *
 * @throws DomainError RATE_LIMITED, CODE_EXPIRED or FACTOR_WRONG when the ticket is no longer valid, IDENTITY_WRONG
 *   with
 * the number of tries left, IDENTITY_LOCKED, FORBIDDEN when disabled
 */
export async function confirmIdentity({ ticket, ending, address, device, locale }: Tried): Promise<SignedIn> {
  const guess = await consumeGuess({ address })
  const proof = await readProof(ticket)
  const person = await countMiss(proof)
  if (person && matchesEnding(await readIdNumbers(database(), person.id), ending)) {
    return transaction(async (tx) => {
      const givenAt = await proof.spend(tx)
      await recordAudit(tx, SYSTEM, { action: 'identity.confirmed', subjectId: person.id, data: {} })
      return signInOnDevice(tx, { userId: person.id, device, factor: proof.factor, givenAt })
    })
  }
  await guess.missed()
  const left = person ? IDENTITY_MISSES - person.misses : 0
  if (person) await recordMiss(person)
  if (left > 0) throw new DomainError('IDENTITY_WRONG', 'Not how it ends', { params: { left } })
  await lock(proof, locale)
  throw new DomainError('IDENTITY_LOCKED', 'Too many misses')
}

const recordMiss = ({ id, misses }: { id: string; misses: number }) =>
  transaction((tx) => recordAudit(tx, SYSTEM, { action: 'identity.missed', subjectId: id, data: { misses } }))

type Proof = {
  factor: 'SMS_CODE' | 'PASSKEY'
  /** Finds the person to whom it leads, if there still is one. */
  whose: { phoneIndex: Uint8Array<ArrayBuffer> } | { id: string }
  /** Uses the ticket up, and returns when the factor was given. */
  spend: (tx: Tx) => Promise<Date>
}

/** Returns what a ticket proves. @throws DomainError CODE_EXPIRED, FACTOR_WRONG when it is no longer valid */
async function readProof(ticket: string): Promise<Proof> {
  const passkey = await openPasskeyTicket(ticket)
  if (passkey) {
    const id = await ownerByTicket(passkey)
    return { factor: 'PASSKEY', whose: { id }, spend: (tx) => spendPasskeyTicket(tx, id, passkey) }
  }
  const code = await openTicket(ticket)
  if (!code) throw new DomainError('CODE_EXPIRED', 'Not a ticket')
  const { codeId, phone } = code
  const phoneIndex = await blindIndex('phone', phone)
  const [live] = await database().$queryRaw<unknown[]>`
    SELECT FROM sign_in_codes WHERE id = ${codeId}::uuid AND phone_index = ${phoneIndex}
      AND used_at IS NOT NULL AND expires_at > clock_timestamp()`
  if (!live) throw new DomainError('CODE_EXPIRED', 'The ticket no longer holds')
  return { factor: 'SMS_CODE', whose: { phoneIndex }, spend: (tx) => spendTicket(tx, codeId) }
}

/** Locks a person after too many misses. Nothing happens when they are locked already, or signed in meanwhile. */
async function lock({ whose }: Proof, locale: Locale): Promise<void> {
  await transaction(async (tx) => {
    const now = await databaseTime(tx)
    const [person] = await tx.user.updateManyAndReturn({
      where: { ...whose, lockedAt: null, identityMisses: { gte: IDENTITY_MISSES } },
      data: { lockedAt: now },
      select: { id: true },
    })
    if (!person) return
    const { phoneIndex, former: owner } = await openedPhone(tx, person.id)
    if (!phoneIndex || !owner) return
    await recordAudit(tx, SYSTEM, { action: 'identity.locked', subjectId: person.id, data: {} })
    await openLockedCase(tx, { userId: person.id, phone: owner.phone, phoneIndex, locale })
    await notifyPerson(tx, { userId: person.id, template: 'SIGN_IN_LOCKED', params: { at: shownTime(now) } })
  })
}

/**
 * Counts each try as a miss before comparing, so that parallel tries can't exceed the limit; a right answer resets the
 * count. Returns nobody when there were too many misses already.
 */
async function countMiss({ whose }: Proof) {
  const isTheirs = 'id' in whose ? Prisma.sql`id = ${whose.id}::uuid` : Prisma.sql`phone_index = ${whose.phoneIndex}`
  const [person] = await database().$queryRaw<{ id: string; misses: number }[]>`
    UPDATE users SET identity_misses = identity_misses + 1
    WHERE ${isTheirs} AND locked_at IS NULL AND identity_misses < ${IDENTITY_MISSES}
    RETURNING id::text, identity_misses AS misses`
  return person
}
