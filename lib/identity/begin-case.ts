import 'server-only'
import { spendTicket } from '@/lib/accounts/register-applicant'
import { openTicket } from '@/lib/accounts/sign-in-codes'
import { takeGuess } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { type Tx, transaction } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'
import { casePass } from './case-pass'
import { readIdNumbers } from './id-endings'
import { openCase, openLockedCase } from './open-access-case'

/** What someone says of the account that they had by another number. */
export type LostPhone = { oldPhone: string; idNumber: string }

type Beginning = {
  /** That a code to the number that they have was right just now. */
  ticket: string
  address: string
  locale: Locale
  /** Null when the account that was locked is the number's own. */
  lost: LostPhone | null
}

/**
 * Begins the case of someone who can't sign in, or goes on with the one that there is. Whether what they say of a lost
 * number leads to anybody is not told: the case is the same, and a reviewer refuses it.
 *
 * @returns the pass by which the browser goes on
 * @throws DomainError RATE_LIMITED, CODE_EXPIRED when the ticket no longer holds, INVALID_STATE when nothing is locked
 */
export async function beginCase({ ticket, address, locale, lost }: Beginning): Promise<string> {
  await takeGuess({ address })
  const proof = await openTicket(ticket)
  if (!proof) throw new DomainError('CODE_EXPIRED', 'Not a ticket')
  const phoneIndex = await blindIndex('phone', proof.phone)
  const caseId = await transaction(async (tx) => {
    await spendTicket(tx, proof.codeId)
    const opening = { phone: proof.phone, phoneIndex, locale }
    return lost
      ? openCase(tx, 'LOST_PHONE', { ...opening, userId: await ownerOf(tx, lost) })
      : openLockedCase(tx, { ...opening, userId: await lockedBy(tx, phoneIndex) })
  })
  return casePass(caseId)
}

async function lockedBy(tx: Tx, phoneIndex: Uint8Array<ArrayBuffer>): Promise<string> {
  const locked = await tx.user.findFirst({ where: { phoneIndex, lockedAt: { not: null } }, select: { id: true } })
  if (!locked) throw new DomainError('INVALID_STATE', 'Nothing is locked')
  return locked.id
}

/** Whoever has, or had, the number and whose accounts declare the ID number; null when that is nobody, or not one alone. */
async function ownerOf(tx: Tx, { oldPhone, idNumber }: LostPhone): Promise<string | null> {
  const index = await blindIndex('phone', oldPhone)
  const people = await tx.user.findMany({
    where: { OR: [{ phoneIndex: index }, { formerPhoneIndex: index }], erasedAt: null },
    select: { id: true },
  })
  const owners: string[] = []
  for (const { id } of people) if ((await readIdNumbers(tx, id)).includes(idNumber)) owners.push(id)
  return owners.length === 1 ? (owners[0] ?? null) : null
}
