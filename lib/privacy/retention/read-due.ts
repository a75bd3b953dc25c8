import 'server-only'
import { type Actor, can } from '@/lib/actor/actor'
import { cursorsOf } from '@/lib/core/cursor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { beyond, pageOf } from '@/lib/db/keyset'
import type { RetainedOutcome } from '@/lib/rulebook/retention'
import { dueRows } from './due-rows'
import { retentionInUse } from './retention-in-use'

const PAGE = 25
const CURSORS = cursorsOf('due')

export type DueLine = {
  id: string
  reference: string
  outcome: RetainedOutcome
  /** Lists the data that is erased then. */
  what: ('DOCUMENTS' | 'DETAILS')[]
  at: Date
  isHeld: boolean
  /** Staff see nothing more of a draft that was never submitted. */
  isSubmitted: boolean
}

export type DuePage = {
  lines: DueLine[]
  /** Holds the cursor of the next page. */
  later: string | undefined
}

/**
 * Returns a page of what falls due, the soonest first.
 *
 * @param after the cursor at which the previous page stopped
 * @throws DomainError FORBIDDEN
 */
export async function readDue(actor: Actor, after?: string): Promise<DuePage> {
  if (!can(actor, 'privacy.read')) throw new DomainError('FORBIDDEN', 'Not of what is kept')
  const rules = await retentionInUse(database())
  const rows = await database().$queryRaw<DueLine[]>`
    SELECT id::text, reference, outcome, at, is_held AS "isHeld", is_handed_in AS "isSubmitted",
      array_agg(what ORDER BY what DESC) AS what
    FROM (${dueRows(rules)}) AS due
    WHERE ${beyond(Prisma.sql`at, id`, CURSORS.read(after), 'asc')}
    GROUP BY id, reference, outcome, at, is_held, is_handed_in
    ORDER BY at, due.id
    LIMIT ${PAGE + 1}`
  const { page: lines, end } = pageOf(rows, PAGE)
  return { lines, later: end && CURSORS.write(end) }
}
