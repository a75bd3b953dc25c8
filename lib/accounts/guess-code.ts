import 'server-only'
import { setTimeout } from 'node:timers/promises'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { takeGuess } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, type Tx, transaction } from '@/lib/db/client'
import { GUESSES_A_CODE, isCode, TICKET_MINUTES } from './sign-in-codes'

/** Longer than a refusal takes: that a miss is recorded only of someone who exists is drowned in waiting. */
const REFUSAL_TAKES = 300

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

async function recordMiss(phoneIndex: Uint8Array<ArrayBuffer>): Promise<void> {
  await transaction(async (tx) => {
    const person = await tx.user.findUnique({ where: { phoneIndex }, select: { id: true } })
    if (!person) return
    const data = { factor: 'SMS_CODE', because: 'WRONG' }
    await recordAudit(tx, SYSTEM, { action: 'sign_in.failed', subjectId: person.id, data })
  })
}
