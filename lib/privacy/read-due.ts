import 'server-only'
import { type Actor, can } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { readCursor, writeCursor } from '@/lib/review/cursor'
import type { RetainedOutcome } from '@/lib/rulebook/retention'
import { dueRows } from './due-rows'
import { retentionInUse } from './retention-in-use'

const PAGE = 25

export type DueLine = {
  id: string
  reference: string
  outcome: RetainedOutcome
  /** What of it goes then. */
  what: ('DOCUMENTS' | 'DETAILS')[]
  at: Date
  isHeld: boolean
  /** Staff know nothing more of what was never handed in. */
  isHandedIn: boolean
}

export type DuePage = { lines: DueLine[] /** Where the next page begins. */; later: string | undefined }

/**
 * A page of what falls due, the soonest first.
 *
 * @param after where the page before ended
 * @throws DomainError FORBIDDEN
 */
export async function readDue(actor: Actor, after?: string): Promise<DuePage> {
  if (!can(actor, 'privacy.read')) throw new DomainError('FORBIDDEN', 'Not of what is kept')
  const rules = await retentionInUse(database())
  const from = readCursor(after)
  const beyond = from ? Prisma.sql`WHERE (at, id) > (${from.at}, ${from.id}::uuid)` : Prisma.empty
  const rows = await database().$queryRaw<DueLine[]>`
    SELECT id::text, reference, outcome, at, is_held AS "isHeld", is_handed_in AS "isHandedIn",
      array_agg(what ORDER BY what DESC) AS what
    FROM (${dueRows(rules)}) AS due ${beyond}
    GROUP BY id, reference, outcome, at, is_held, is_handed_in
    ORDER BY at, due.id
    LIMIT ${PAGE + 1}`
  const lines = rows.slice(0, PAGE)
  const last = lines.at(-1)
  return { lines, later: rows.length > PAGE && last ? writeCursor(last) : undefined }
}
