import 'server-only'
import { type Actor, can } from '@/lib/actor/actor'
import { HOME_ZONE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { RETAINED_OUTCOMES, type RetainedOutcome } from '@/lib/rulebook/retention'
import { dueRows } from './due-rows'
import { retentionInUse } from './retention-in-use'

const MONTHS = 12

export type ForecastCounts = Readonly<Record<RetainedOutcome, { documents: number; details: number }>>

export type ForecastLine = {
  /**
   * Names a month in Shanghai as YYYY-MM; OVERDUE: the next run erases it, or it is held; LATER: after the last month.
   */
  when: string
  counts: ForecastCounts
  /** Counts those with a legal hold. */
  held: number
}

type Row = { when: string; outcome: RetainedOutcome; what: 'DOCUMENTS' | 'DETAILS'; count: number; held: number }

/**
 * Returns what falls due when: what is overdue, this month and the next eleven, and what comes later. Each line counts
 * qualifications by outcome, for documents and details.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readForecast(actor: Actor): Promise<ForecastLine[]> {
  if (!can(actor, 'privacy.read')) throw new DomainError('FORBIDDEN', 'Not of what is kept')
  const rules = await retentionInUse(database())
  const rows = await database().$queryRaw<Row[]>`
    WITH due AS (${dueRows(rules)}),
      now AS (SELECT clock_timestamp() AS now, date_trunc('month', clock_timestamp() AT TIME ZONE ${HOME_ZONE}) AS month)
    SELECT CASE
        WHEN due.at <= now.now THEN 'OVERDUE'
        WHEN due.at >= (now.month + make_interval(months => ${MONTHS})) AT TIME ZONE ${HOME_ZONE} THEN 'LATER'
        ELSE to_char(due.at AT TIME ZONE ${HOME_ZONE}, 'YYYY-MM')
      END AS "when", outcome, what, count(*)::int AS count, (count(*) FILTER (WHERE is_held))::int AS held
    FROM due, now GROUP BY 1, 2, 3`
  const [{ month }] = await database().$queryRaw<[{ month: string }]>`
    SELECT to_char(clock_timestamp() AT TIME ZONE ${HOME_ZONE}, 'YYYY-MM') AS month`
  return ['OVERDUE', ...monthsFrom(month), 'LATER'].map((when) =>
    lineOf(
      when,
      rows.filter((row) => row.when === when),
    ),
  )
}

function lineOf(when: string, rows: readonly Row[]): ForecastLine {
  const sum = (of: (row: Row) => boolean, figure: 'count' | 'held' = 'count') =>
    rows.filter(of).reduce((total, row) => total + row[figure], 0)
  const counts = RETAINED_OUTCOMES.map((outcome) => [
    outcome,
    {
      documents: sum((row) => row.outcome === outcome && row.what === 'DOCUMENTS'),
      details: sum((row) => row.outcome === outcome && row.what === 'DETAILS'),
    },
  ])
  return { when, counts: Object.fromEntries(counts), held: sum(() => true, 'held') }
}

function monthsFrom(first: string): string[] {
  const [year = 0, month = 1] = first.split('-').map(Number)
  return Array.from({ length: MONTHS }, (_, later) =>
    new Date(Date.UTC(year, month - 1 + later, 1)).toISOString().slice(0, 7),
  )
}
