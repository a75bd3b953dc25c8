import 'server-only'
import { setTimeout } from 'node:timers/promises'
import { consumeGuessElsewhere } from '@/lib/accounts/limits/guesses-elsewhere'
import { consumeGuess } from '@/lib/accounts/limits/slow-guesses'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, type Tx, transaction } from '@/lib/db/client'
import { browserHash, type CodeFor, GUESSES_PER_CODE, isCode, newBrowser, TICKET_MINUTES } from './sign-in-codes'

/** Milliseconds that a refusal takes at least, so that the time doesn't reveal whether a person is registered. */
const REFUSAL_TAKES = 300

export type TriedCode = {
  phone: string
  code: string
  address: string
  /** The secret by which this browser requests codes, if it has one. */
  browser: string | null
  /** The act that it is typed for; null to sign in. */
  codeFor?: CodeFor | null
}

/**
 * Checks a code; the caller acts on it, in one transaction with `spendCode`. A code works only in the browser that
 * requested it, and for the act that it was requested for. A guess from another browser never succeeds and uses up none
 * of the code's guesses, so that no stranger can void it; its answer is that of a wrong code, whether or not there is a
 * code.
 *
 * @throws DomainError RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE where the browser sends no cookie of a code
 */
export async function checkCode({ phone, code, address, browser, codeFor = null }: TriedCode) {
  const refusalDue = setTimeout(REFUSAL_TAKES)
  const guess = await consumeGuess({ address })
  const phoneIndex = await blindIndex('phone', phone)
  const requestedBy = await browserHash(phoneIndex, browser ?? newBrowser(), codeFor)
  const guessed = await countGuess(phoneIndex, requestedBy)
  if (!guessed) {
    await guess.missed()
    if (await wasRequested(phoneIndex, requestedBy)) throw new DomainError('CODE_EXPIRED', 'No code is live here')
    await consumeGuessElsewhere(phoneIndex)
    await recordMiss(phoneIndex, 'ELSEWHERE')
    await refusalDue
    throw new DomainError(browser === null ? 'CODE_NOT_HERE' : 'CODE_WRONG', 'Not requested in this browser')
  }
  if (!(await isCode(guessed, code))) {
    await guess.missed()
    await recordMiss(phoneIndex, 'WRONG')
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

/** Counts the guess and commits that before comparing, so that parallel guesses can't exceed the limit. */
async function countGuess(phoneIndex: Uint8Array, requestedBy: Uint8Array) {
  const [live] = await database().$queryRaw<{ id: string; codeHash: Uint8Array }[]>`
    UPDATE sign_in_codes SET guesses = guesses + 1
    WHERE phone_index = ${phoneIndex} AND browser_hash = ${requestedBy} AND used_at IS NULL AND guesses < ${GUESSES_PER_CODE}
      AND expires_at > clock_timestamp()
    RETURNING id::text, code_hash AS "codeHash"`
  return live
}

/**
 * Says whether this browser requested such a code to that number today: then the answer is that none is valid any more.
 */
async function wasRequested(
  phoneIndex: Uint8Array<ArrayBuffer>,
  requestedBy: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return (await database().signInCode.count({ where: { phoneIndex, browserHash: requestedBy } })) > 0
}

async function recordMiss(phoneIndex: Uint8Array<ArrayBuffer>, because: 'WRONG' | 'ELSEWHERE'): Promise<void> {
  await transaction(async (tx) => {
    const person = await tx.user.findUnique({ where: { phoneIndex }, select: { id: true } })
    if (!person) return
    const data = { factor: 'SMS_CODE', because }
    await recordAudit(tx, SYSTEM, { action: 'sign_in.failed', subjectId: person.id, data })
  })
}
