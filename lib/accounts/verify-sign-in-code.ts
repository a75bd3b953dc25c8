import 'server-only'
import { setTimeout } from 'node:timers/promises'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { takeGuess } from '@/lib/auth/rate-limits'
import { type StartedSession, startSession } from '@/lib/auth/sessions'
import { nextStep } from '@/lib/auth/sign-in'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, type Tx, transaction } from '@/lib/db/client'
import { GUESSES_A_CODE, isCode, sealTicket, TICKET_MINUTES } from './sign-in-codes'

/** Longer than a refusal takes: that a miss is recorded only of someone who exists is drowned in waiting. */
const REFUSAL_TAKES = 300

export type PhoneProved =
  | { step: 'SIGNED_IN'; userId: string; session: StartedSession }
  /** Nobody is known by this phone yet: the ticket registers one, soon and once. */
  | { step: 'REGISTER'; ticket: string }

/**
 * Takes a guess at the code that a phone was sent. Nothing about whoever is known by it is told before the code is right.
 *
 * @param phone E.164
 * @throws DomainError RATE_LIMITED, CODE_WRONG, CODE_EXPIRED (used up, too old or never sent), FORBIDDEN when disabled
 */
export async function verifySignInCode(tried: TriedCode): Promise<PhoneProved> {
  const { codeId, phoneIndex } = await guessCode(tried)
  return transaction((tx) => proved(tx, { codeId, phone: tried.phone, phoneIndex }))
}

export type TriedCode = { phone: string; code: string; address: string }

/**
 * Takes the guess alone: what the code is good for is the caller's, in one transaction with `spendCode`.
 *
 * @throws DomainError RATE_LIMITED, CODE_WRONG, CODE_EXPIRED
 */
export async function guessCode({ phone, code, address }: TriedCode) {
  const refusalDue = setTimeout(REFUSAL_TAKES)
  const guess = await takeGuess({ address })
  const phoneIndex = await blindIndex('phone', phone)
  const guessed = await countGuess(phoneIndex)
  if (!guessed) {
    await guess.missed()
    throw new DomainError('CODE_EXPIRED', 'No code is live')
  }
  if (!(await isCode(guessed, code))) {
    await guess.missed()
    await recordMiss(phoneIndex)
    await refusalDue
    throw new DomainError('CODE_WRONG', 'Not the code')
  }
  return { codeId: guessed.id, phoneIndex }
}

/** Uses a code up. @throws DomainError CODE_EXPIRED when it was, or another was sent meanwhile */
export async function spendCode(tx: Tx, codeId: string): Promise<void> {
  const isFirst = await tx.$executeRaw`
    UPDATE sign_in_codes
    SET used_at = clock_timestamp(), expires_at = clock_timestamp() + ${TICKET_MINUTES}::int * interval '1 minute'
    WHERE id = ${codeId}::uuid AND used_at IS NULL AND expires_at > clock_timestamp()`
  if (isFirst !== 1) throw new DomainError('CODE_EXPIRED', 'Used or replaced meanwhile')
}

/** Committed before it is known whether the guess is right, so that no number of them at once goes over the limit. */
async function countGuess(phoneIndex: Uint8Array) {
  const [live] = await database().$queryRaw<{ id: string; codeHash: Uint8Array }[]>`
    UPDATE sign_in_codes SET guesses = guesses + 1
    WHERE phone_index = ${phoneIndex} AND used_at IS NULL AND guesses < ${GUESSES_A_CODE}
      AND expires_at > clock_timestamp()
    RETURNING id::text, code_hash AS "codeHash"`
  return live
}

/** Uses the code up, and goes one step on. */
async function proved(
  tx: Tx,
  { codeId, phone, phoneIndex }: { codeId: string; phone: string; phoneIndex: Uint8Array<ArrayBuffer> },
): Promise<PhoneProved> {
  const person = await tx.user.findUnique({ where: { phoneIndex }, select: { id: true } })
  await spendCode(tx, codeId)

  const factors = ['SMS_CODE'] as const
  const step = nextStep({
    audience: 'APPLICANT',
    given: factors,
    isKnown: person !== null,
    hasSecondFactor: false,
  })
  if (!person || step !== 'SIGNED_IN') return { step: 'REGISTER', ticket: await sealTicket({ codeId, phone }) }
  const session = await startSession(tx, { userId: person.id, audience: 'APPLICANT', factors })
  if (!session) throw new DomainError('FORBIDDEN', 'Disabled')
  return { step, userId: person.id, session }
}

async function recordMiss(phoneIndex: Uint8Array<ArrayBuffer>): Promise<void> {
  await transaction(async (tx) => {
    const person = await tx.user.findUnique({ where: { phoneIndex }, select: { id: true } })
    if (!person) return
    const data = { factor: 'SMS_CODE', because: 'WRONG' }
    await recordAudit(tx, SYSTEM, { action: 'sign_in.failed', subjectId: person.id, data })
  })
}
