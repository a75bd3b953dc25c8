import 'server-only'
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { DAY, MINUTE } from '@/lib/core/clock'
import { systemKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'

export const CODE_MINUTES = 5
export const GUESSES_A_CODE = 5
/** From the proof of a phone to the end of registering. */
export const TICKET_MINUTES = 15

/** So many messages to one number within any span of so long. */
const SENDS = [
  { most: 3, within: 10 * MINUTE },
  { most: 10, within: DAY },
] as const

/** How far back a number's sends matter, and how many of them. */
export const SENDS_REMEMBERED = Math.max(...SENDS.map(({ most }) => most))

const FIRST_GAP = MINUTE
const LONGEST_GAP = 15 * MINUTE

export type SentCode = { createdAt: Date; usedAt: Date | null }

/**
 * Milliseconds until a number may be sent another code; 0 when now. Spans slide, so that no ten minutes hold more than
 * three, wherever they begin; and each code that nobody used doubles the wait for the next.
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

/** The secret by which a browser is known again when it brings a code back. It proves nothing else. */
export const newBrowser = () => randomBytes(32).toString('base64url')

/** Differs for each phone, so that rows don't show which codes one browser requested. */
export async function browserHash(phoneIndex: Uint8Array, browser: string) {
  const key = await systemKey('CODES')
  const hash = createHmac('sha256', key).update('browser').update(phoneIndex).update(browser)
  return new Uint8Array(hash.digest())
}

/** Only who has the key can try the million codes against what is stored. */
export async function codeHash(id: string, code: string) {
  const key = await systemKey('CODES')
  return new Uint8Array(createHmac('sha256', key).update(`${id}:${code}`).digest())
}

export async function isCode(row: { id: string; codeHash: Uint8Array }, code: string): Promise<boolean> {
  return timingSafeEqual(await codeHash(row.id, code), row.codeHash)
}

const ticketPlace = (codeId: string) => ({ table: 'sign_in_codes', column: 'ticket', row: codeId })

/** Says that whoever holds it proved this phone by that code. How long it holds, and that it holds once, is in the row. */
export async function sealTicket({ codeId, phone }: { codeId: string; phone: string }): Promise<string> {
  const sealed = seal(await systemKey('CODES'), ticketPlace(codeId), phone)
  return `${codeId}.${sealed.toString('base64url')}`
}

/** Null when it is not one of ours. */
export async function openTicket(ticket: string): Promise<{ codeId: string; phone: string } | null> {
  const [, codeId, sealed] = /^([0-9a-f-]{36})\.([\w-]{1,400})$/.exec(ticket) ?? []
  if (!codeId || !sealed) return null
  const key = await systemKey('CODES')
  try {
    return { codeId, phone: open(key, ticketPlace(codeId), Buffer.from(sealed, 'base64url')) }
  } catch {
    return null
  }
}
