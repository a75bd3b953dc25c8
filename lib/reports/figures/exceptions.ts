import 'server-only'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { Period } from './period'
import { dayOf } from './volumes'

/** Acts by which someone with more rights stepped in. A claim that its own holder releases is not counted. */
export const OVERRIDES = [
  'review.released',
  'review.urgency_set',
  'qualification.suspended',
  'qualification.resumed',
  'qualification.revoked',
  'staff.factors_reset',
] as const

/** These failed sign-ins are counted by what the person signed in with. */
const FAILURES = ['sign_in.failed', 'identity.missed', 'identity.locked'] as const

/** The first refusal of a minute, and the total of that minute if there were more. */
const REFUSED = ['act.refused', 'act.refusals_counted'] as const

export const EXCEPTIONS = ['overrides', 'refused', 'failures'] as const
export type Exception = (typeof EXCEPTIONS)[number]
type Counted = Readonly<Record<Exception, number>>

/** `what` is an event or an act, `why` a code, or empty. */
export type Exceptional = { of: Exception; what: string; why: string; count: number }

export type ExceptionFigures = {
  total: Counted
  days: readonly ({ day: string } & Counted)[]
  /** Lists the most frequent first. */
  kinds: readonly Exceptional[]
}

const among = (actions: readonly string[]) => Prisma.raw(actions.map((action) => `'${action}'`).join(', '))

/**
 * Counts the exceptions of a period. A refused act counts in the minute of its refusal. The event with the minute's
 * total comes a little later, so it is searched a day beyond the period.
 */
export async function readExceptions(tx: Tx, { start, end, days }: Period): Promise<ExceptionFigures> {
  const rows = await tx.$queryRaw<(Exceptional & { day: string })[]>`
    SELECT ${dayOf(Prisma.sql`e.at`)} AS day, e.of, e.what, e.why, sum(e.count)::int AS count
    FROM (
      SELECT at, 'overrides' AS of, action AS what, '' AS why, 1 AS count
      FROM audit_events
      WHERE action IN (${among(OVERRIDES)}) AND at >= ${start} AND at < ${end} AND NOT is_test
        AND (action <> 'review.released' OR actor_id::text IS DISTINCT FROM data ->> 'reviewerId')
      UNION ALL
      SELECT at, 'failures', coalesce(data ->> 'factor', action), coalesce(data ->> 'because', ''), 1
      FROM audit_events
      WHERE action IN (${among(FAILURES)}) AND at >= ${start} AND at < ${end} AND NOT is_test
      UNION ALL
      SELECT at, 'refused', data ->> 'act', data ->> 'code', 1
      FROM audit_events
      WHERE action = ${among(REFUSED.slice(0, 1))} AND at >= ${start} AND at < ${end} AND NOT is_test
      UNION ALL
      SELECT (data ->> 'minute')::timestamptz, 'refused', data ->> 'act', data ->> 'code', (data ->> 'count')::int - 1
      FROM audit_events
      WHERE action = ${among(REFUSED.slice(1))} AND at >= ${start} AND at < ${end}::timestamptz + interval '1 day' AND NOT is_test
        AND (data ->> 'minute')::timestamptz >= ${start} AND (data ->> 'minute')::timestamptz < ${end}
    ) e
    GROUP BY 1, 2, 3, 4`
  return {
    total: counted(rows),
    days: days.map((day) => ({ day, ...counted(rows.filter((row) => row.day === day)) })),
    kinds: kindsOf(rows),
  }
}

function counted(rows: readonly Exceptional[]): Counted {
  const sum = { overrides: 0, refused: 0, failures: 0 }
  for (const { of, count } of rows) sum[of] += count
  return sum
}

function kindsOf(rows: readonly Exceptional[]): Exceptional[] {
  const kinds = new Map<string, Exceptional>()
  for (const { of, what, why, count } of rows) {
    const key = `${of} ${what} ${why}`
    kinds.set(key, { of, what, why, count: count + (kinds.get(key)?.count ?? 0) })
  }
  const rank = ({ of }: Exceptional) => EXCEPTIONS.indexOf(of)
  return [...kinds]
    .toSorted(([a, x], [b, y]) => rank(x) - rank(y) || y.count - x.count || (a < b ? -1 : 1))
    .map(([, kind]) => kind)
}
