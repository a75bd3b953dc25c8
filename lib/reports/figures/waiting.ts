import 'server-only'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { isLiveAccount } from '@/lib/db/live-accounts'
import { WAITING } from '@/lib/qualifications/lifecycle'
import { REVIEW_TARGET_SECONDS } from '@/lib/review/queue/target'
import type { Period } from './period'
import { dayOf } from './volumes'

/** The ages but the last end after these parts of the target. */
const AGE_ENDS = [1 / 6, 1 / 2, 1, 2, 3].map((part) => part * REVIEW_TARGET_SECONDS)

/** Lists the ages in hours; the last has no end. `isLate` marks ages beyond the target. */
export const AGES = [...AGE_ENDS, null].map((end, index) => ({
  fromHours: (AGE_ENDS[index - 1] ?? 0) / 3_600,
  toHours: end === null ? null : end / 3_600,
  isLate: end === null || end > REVIEW_TARGET_SECONDS,
}))

export type Waiting = {
  /** The number that waited at the end of the period, by age as in `AGES`. */
  ages: readonly Readonly<Record<QualificationKind, number>>[]
  total: number
  late: number
}

/** Returns the condition of a waiting submission: now by its state, at an earlier time by what happened until then. */
const isWaiting = ({ end, isCurrent }: Period): Prisma.Sql =>
  isCurrent
    ? Prisma.sql`q.status = ANY(${[...WAITING]}::"QualificationStatus"[]) AND s.revision = q.revision`
    : Prisma.sql`s.submitted_at < ${end}
      AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.submission_id = s.id AND d.look = 1 AND d.decided_at < ${end})
      AND NOT EXISTS (
        SELECT 1 FROM turns t WHERE t.qualification_id = q.id AND t.kind = 'WITHDRAWN' AND t.at < ${end})`

export async function readWaiting(tx: Tx, period: Period): Promise<Waiting> {
  const rows = await tx.$queryRaw<{ age: number; kind: QualificationKind; count: number }[]>`
    SELECT width_bucket(extract(epoch FROM ${period.end}::timestamptz - s.submitted_at)::float8, ${AGE_ENDS}::float8[]) AS age,
      q.kind, count(*)::int AS count
    FROM submissions s
    JOIN qualifications q ON q.id = s.qualification_id
    WHERE ${isWaiting(period)} AND ${isLiveAccount('q.account_id')}
    GROUP BY 1, 2`
  const countOf = (age: number, kind: QualificationKind) =>
    rows.find((row) => row.age === age && row.kind === kind)?.count ?? 0
  const ages = AGES.map((_, age) => ({
    INDIVIDUAL: countOf(age, 'INDIVIDUAL'),
    ORGANISATION: countOf(age, 'ORGANISATION'),
  }))
  const sum = (counted: typeof ages) =>
    counted.reduce((total, { INDIVIDUAL, ORGANISATION }) => total + INDIVIDUAL + ORGANISATION, 0)
  return { ages, total: sum(ages), late: sum(ages.filter((_, age) => AGES[age]?.isLate)) }
}

/** Seconds from submission to the decision, for what was decided in the period; null where nothing was decided. */
export type Waits = { decided: number; median: number | null; p90: number | null; inTarget: number }

export type WaitingTimes = {
  total: Waits
  kinds: Readonly<Record<QualificationKind, Waits>>
  days: readonly ({ day: string } & Waits)[]
}

const NONE: Waits = { decided: 0, median: null, p90: null, inTarget: 0 }

type Row = Waits & { day: string | null; kind: QualificationKind | null }

export async function readWaitingTimes(tx: Tx, { start, end, days }: Period): Promise<WaitingTimes> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT w.day, w.kind, count(*)::int AS decided,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY w.seconds) AS median,
      percentile_cont(0.9) WITHIN GROUP (ORDER BY w.seconds) AS p90,
      (count(*) FILTER (WHERE w.seconds <= ${REVIEW_TARGET_SECONDS}::int))::int AS "inTarget"
    FROM (
      SELECT ${dayOf(Prisma.sql`d.decided_at`)} AS day, q.kind,
        extract(epoch FROM d.decided_at - s.submitted_at)::float8 AS seconds
      FROM decisions d
      JOIN submissions s ON s.id = d.submission_id
      JOIN qualifications q ON q.id = s.qualification_id
      WHERE d.look = 1 AND d.decided_at >= ${start} AND d.decided_at < ${end} AND ${isLiveAccount('q.account_id')}
    ) w
    GROUP BY GROUPING SETS ((), (w.kind), (w.day))`
  const found = (day: string | null, kind: QualificationKind | null): Waits => {
    const row = rows.find((row) => row.day === day && row.kind === kind)
    return row ? { decided: row.decided, median: row.median, p90: row.p90, inTarget: row.inTarget } : NONE
  }
  return {
    total: found(null, null),
    kinds: { INDIVIDUAL: found(null, 'INDIVIDUAL'), ORGANISATION: found(null, 'ORGANISATION') },
    days: days.map((day) => ({ day, ...found(day, null) })),
  }
}
