import 'server-only'
import { consumeGuess } from '@/lib/accounts/limits/slow-guesses'
import { DomainError } from '@/lib/core/errors'
import type { Locale } from '@/lib/core/languages/locales'
import { blindIndex } from '@/lib/crypto/blind-index'
import { type Tx, transaction } from '@/lib/db/client'
import { openTicket } from '../codes/sign-in-codes'
import { spendTicket } from '../register-applicant'
import { casePass } from './case-pass'
import { readIdNumbers } from './id-endings'
import { openCase, openLockedCase } from './open-access-case'

/** Holds what a person declares about the account that they had by another number. */
export type LostPhone = { oldPhone: string; idNumber: string }

type CaseStart = {
  /** Proves that a code to their present number was right just now. */
  ticket: string
  address: string
  locale: Locale
  /** Null when the locked account is the number's own. */
  lost: LostPhone | null
}

/**
 * Opens the case of a person who can't sign in, or continues the one that exists. The answer doesn't reveal whether the
 * lost number leads to an account: the case looks the same, and a reviewer refuses it.
 *
 * @returns the pass by which the browser continues
 * @throws DomainError RATE_LIMITED, CODE_EXPIRED when the ticket is no longer valid, INVALID_STATE when nothing is
 * locked
 */
export async function startCase({ ticket, address, locale, lost }: CaseStart): Promise<string> {
  await consumeGuess({ address })
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

/**
 * Returns the person who has, or had, the number and whose accounts declare the ID number, or null unless there is
 * exactly one.
 */
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
