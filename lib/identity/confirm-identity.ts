import 'server-only'
import { spendTicket } from '@/lib/accounts/register-applicant'
import { openTicket } from '@/lib/accounts/sign-in-codes'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { takeGuess } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime, transaction } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'
import { shownTime } from '@/lib/notifications/shown-time'
import { tellPerson } from '@/lib/notifications/tell'
import { enterOnDevice, type SignedIn } from './enter-on-device'
import { endsOne, readIdNumbers } from './id-endings'
import { openLockedCase } from './open-access-case'

export const IDENTITY_MISSES = 5

type Tried = {
  /** That a code to the phone was right just now. */
  ticket: string
  /** The last six characters of an ID number. */
  ending: string
  address: string
  device: string | null
  locale: Locale
}

/**
 * Signs someone in on a browser that was not seen before, who proved their phone and says how an ID number of theirs
 * ends. Five misses in a row lock: nobody gets in by a code any more, and a case for staff begins.
 *
 * @throws DomainError RATE_LIMITED, CODE_EXPIRED when the ticket no longer holds, IDENTITY_WRONG with how many are left,
 *   IDENTITY_LOCKED, FORBIDDEN when disabled
 */
export async function confirmIdentity({ ticket, ending, address, device, locale }: Tried): Promise<SignedIn> {
  const guess = await takeGuess({ address })
  const proof = await openTicket(ticket)
  if (!proof) throw new DomainError('CODE_EXPIRED', 'Not a ticket')
  const phoneIndex = await blindIndex('phone', proof.phone)
  const person = await countMiss(proof.codeId, phoneIndex)
  if (person && endsOne(await readIdNumbers(database(), person.id), ending)) {
    return transaction(async (tx) => {
      const givenAt = await spendTicket(tx, proof.codeId)
      await recordAudit(tx, SYSTEM, { action: 'identity.confirmed', subjectId: person.id, data: {} })
      return enterOnDevice(tx, { userId: person.id, device, factor: 'SMS_CODE', givenAt })
    })
  }
  await guess.missed()
  const left = person ? IDENTITY_MISSES - person.misses : 0
  if (person) await recordMiss(person)
  if (left > 0) throw new DomainError('IDENTITY_WRONG', 'Not how it ends', { params: { left } })
  await lock({ phone: proof.phone, phoneIndex, locale })
  throw new DomainError('IDENTITY_LOCKED', 'Too many misses')
}

const recordMiss = ({ id, misses }: { id: string; misses: number }) =>
  transaction((tx) => recordAudit(tx, SYSTEM, { action: 'identity.missed', subjectId: id, data: { misses } }))

type Locked = { phone: string; phoneIndex: Uint8Array<ArrayBuffer>; locale: Locale }

/** Locks whoever has missed too often; done before, or let in meanwhile, nothing happens. */
async function lock({ phone, phoneIndex, locale }: Locked): Promise<void> {
  await transaction(async (tx) => {
    const now = await databaseTime(tx)
    const [person] = await tx.user.updateManyAndReturn({
      where: { phoneIndex, lockedAt: null, identityMisses: { gte: IDENTITY_MISSES } },
      data: { lockedAt: now },
      select: { id: true },
    })
    if (!person) return
    await recordAudit(tx, SYSTEM, { action: 'identity.locked', subjectId: person.id, data: {} })
    await openLockedCase(tx, { userId: person.id, phone, phoneIndex, locale })
    await tellPerson(tx, { userId: person.id, template: 'SIGN_IN_LOCKED', params: { at: shownTime(now) } })
  })
}

/**
 * Counts the try as a miss before it is known whether it is one, so that no number of them at once goes over the limit;
 * who gets in clears them. Nobody when there are too many already.
 */
async function countMiss(codeId: string, phoneIndex: Uint8Array) {
  const [ticket] = await database().$queryRaw<unknown[]>`
    SELECT FROM sign_in_codes WHERE id = ${codeId}::uuid AND phone_index = ${phoneIndex}
      AND used_at IS NOT NULL AND expires_at > clock_timestamp()`
  if (!ticket) throw new DomainError('CODE_EXPIRED', 'The ticket no longer holds')
  const [person] = await database().$queryRaw<{ id: string; misses: number }[]>`
    UPDATE users SET identity_misses = identity_misses + 1
    WHERE phone_index = ${phoneIndex} AND locked_at IS NULL AND identity_misses < ${IDENTITY_MISSES}
    RETURNING id::text, identity_misses AS misses`
  return person
}
