import 'server-only'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { isLiveAccount } from '@/lib/db/live-accounts'
import type { Period } from './period'

/** Arrivals are first submissions and resubmissions. Departures are decisions, and withdrawals of what waited. */
export const ARRIVALS = ['FIRST', 'AGAIN'] as const
export const DEPARTURES = ['APPROVED', 'CHANGES_REQUESTED', 'REJECTED', 'WITHDRAWN'] as const
export type Movement = (typeof ARRIVALS)[number] | (typeof DEPARTURES)[number]

export type Moved = Readonly<Record<Movement, number>>

export type Volumes = {
  /** Counts those that waited at the start of the period. */
  before: number
  days: readonly ({ day: string } & Moved)[]
  kinds: Readonly<Record<QualificationKind, Moved>>
  total: Moved
}

type Row = { day: string; kind: QualificationKind; movement: Movement; count: number }

/**
 * @param after how many wait as the period ends: what waited before follows from it, without reading all that ever came
 */
export async function readVolumes(tx: Tx, period: Period, after: number): Promise<Volumes> {
  const rows = await selectMovements(tx, period)
  const sumOf = (wanted: (row: Row) => boolean) => moved(rows.filter(wanted))
  const total = moved(rows)
  return {
    before: after - arrived(total) + departed(total),
    days: period.days.map((day) => ({ day, ...sumOf((row) => row.day === day) })),
    kinds: {
      INDIVIDUAL: sumOf(({ kind }) => kind === 'INDIVIDUAL'),
      ORGANISATION: sumOf(({ kind }) => kind === 'ORGANISATION'),
    },
    total,
  }
}

function moved(rows: readonly Row[]): Moved {
  const sum = { FIRST: 0, AGAIN: 0, APPROVED: 0, CHANGES_REQUESTED: 0, REJECTED: 0, WITHDRAWN: 0 }
  for (const { movement, count } of rows) sum[movement] += count
  return sum
}

export const arrived = ({ FIRST, AGAIN }: Moved): number => FIRST + AGAIN
export const decided = ({ APPROVED, CHANGES_REQUESTED, REJECTED }: Moved): number =>
  APPROVED + CHANGES_REQUESTED + REJECTED
export const departed = (sum: Moved): number => decided(sum) + sum.WITHDRAWN

/** Returns the SQL of a date in Shanghai. */
export const dayOf = (column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')`

/** Selects the movements. A withdrawn draft or changes-requested case was not waiting, so it left no queue. */
function selectMovements(tx: Tx, { start, end }: Period): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT ${dayOf(Prisma.sql`m.at`)} AS day, q.kind, m.movement, count(*)::int AS count
    FROM (
      SELECT s.qualification_id, s.submitted_at AS at, CASE WHEN s.revision = 1 THEN 'FIRST' ELSE 'AGAIN' END AS movement
      FROM submissions s
      WHERE s.submitted_at >= ${start} AND s.submitted_at < ${end}
      UNION ALL
      SELECT s.qualification_id, d.decided_at, d.outcome::text
      FROM decisions d
      JOIN submissions s ON s.id = d.submission_id
      WHERE d.look = 1 AND d.decided_at >= ${start} AND d.decided_at < ${end}
      UNION ALL
      SELECT t.qualification_id, t.at, 'WITHDRAWN'
      FROM turns t
      JOIN qualifications q ON q.id = t.qualification_id
      JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision AND s.submitted_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.submission_id = s.id)
      WHERE t.kind = 'WITHDRAWN' AND t.at >= ${start} AND t.at < ${end}
    ) m
    JOIN qualifications q ON q.id = m.qualification_id
    WHERE ${isLiveAccount('q.account_id')}
    GROUP BY 1, 2, 3`
}
