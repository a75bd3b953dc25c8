import 'server-only'
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { ConfirmedAct } from '@/lib/accounts/confirmed-act'
import { DAY, MINUTE } from '@/lib/core/clock'
import { systemKey } from '@/lib/crypto/data-keys'
import { openRowTicket, sealRowTicket } from '../tickets'

export const CODE_MINUTES = 5
export const GUESSES_PER_CODE = 5
/** Limits the minutes from the proof of a phone to the completed registration. */
export const TICKET_MINUTES = 15

/** Limits the messages to one number within any span of that length. */
const SENDS = [
  { most: 3, within: 10 * MINUTE },
  { most: 10, within: DAY },
] as const

/** Counts the earlier sends that matter for the limits. */
export const SENDS_REMEMBERED = Math.max(...SENDS.map(({ most }) => most))

/** Sets the least time between two codes. */
export const FIRST_GAP = MINUTE
const LONGEST_GAP = 15 * MINUTE

export type SentCode = { createdAt: Date; usedAt: Date | null }

/**
 * Returns the milliseconds until a number may be sent another code; 0 when now. Spans slide, so that no ten minutes
 * contain more than three, wherever they start; and each code that nobody used doubles the wait for the next.
 *
 * @param sent newest first
 */
export function waitUntilSend(now: Date, sent: readonly SentCode[]): number {
  const waits = SENDS.map(({ most, within }) => {
    const oldest = sent[most - 1]
    return oldest ? oldest.createdAt.getTime() + within - now.getTime() : 0
  })
  const [last] = sent
  const gap = last ? last.createdAt.getTime() + gapAfter(sent) - now.getTime() : 0
  return Math.max(0, gap, ...waits)
}

function gapAfter(sent: readonly SentCode[]): number {
  const used = sent.findIndex(({ usedAt }) => usedAt !== null)
  const unused = used === -1 ? sent.length : used
  return Math.min(LONGEST_GAP, FIRST_GAP * 2 ** Math.max(0, unused - 1))
}

export const newCode = () => randomInt(1_000_000).toString().padStart(6, '0')

/** Creates the secret by which a browser is recognised when it enters a code. It proves nothing else. */
export const newBrowser = () => randomBytes(32).toString('base64url')

/** The act of a signed-in person that a code is for, and the session that requested it. A code to sign in has none. */
export type CodeFor = { act: ConfirmedAct; sessionId: string }

/**
 * Hashes the secret differently for each phone, so that rows don't show which codes one browser requested; and for each
 * act and session, so that a code works for nothing but what it was requested for.
 */
export async function browserHash(phoneIndex: Uint8Array, browser: string, codeFor: CodeFor | null = null) {
  const key = await systemKey('CODES')
  const hash = createHmac('sha256', key).update('browser').update(phoneIndex).update(browser)
  if (codeFor) hash.update(`${codeFor.act} ${codeFor.sessionId}`)
  return new Uint8Array(hash.digest())
}

/** Hashes a code with a key: without the key nobody can try the million codes against what is stored. */
export async function codeHash(id: string, code: string) {
  const key = await systemKey('CODES')
  return new Uint8Array(createHmac('sha256', key).update(`${id}:${code}`).digest())
}

export async function isCode(row: { id: string; codeHash: Uint8Array }, code: string): Promise<boolean> {
  return timingSafeEqual(await codeHash(row.id, code), row.codeHash)
}

/**
 * Issues a ticket which proves that its holder proved this phone by that code. The row says how long it is valid, and
 * that it works once.
 */
export const sealTicket = ({ codeId, phone }: { codeId: string; phone: string }): Promise<string> =>
  sealRowTicket('sign_in_codes', codeId, phone)

/** Opens a ticket; null when it is not one of ours. */
export async function openTicket(ticket: string): Promise<{ codeId: string; phone: string } | null> {
  const opened = await openRowTicket('sign_in_codes', ticket)
  return opened && { codeId: opened.row, phone: opened.text }
}
