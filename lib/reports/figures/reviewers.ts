import 'server-only'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { Period } from './period'
import { dayOf } from './volumes'

/** A claim lasts minutes, or hours if it is renewed: an earlier claim says nothing about the pace. */
const CLAIMED_BEFORE = Prisma.sql`interval '7 days'`

export type ReviewerFigures = {
  id: string
  APPROVED: number
  CHANGES_REQUESTED: number
  REJECTED: number
  decided: number
  /** Counts the days on which they decided something. */
  daysActive: number
  /** Counts the seconds from the claim to the decision; null where no claim is known. */
  medianSeconds: number | null
  /** Counts the claims that they hold now. */
  held: number
}

/** Returns the people who decided something in the period or hold a claim now, the busiest first. */
export async function readReviewers(tx: Tx, { start, end }: Period): Promise<ReviewerFigures[]> {
  return tx.$queryRaw<ReviewerFigures[]>`
    WITH steps AS (
      SELECT actor_id AS reviewer, subject_id AS qualification, at, NULL AS outcome
      FROM audit_events
      WHERE action = 'review.claimed' AND at >= ${start}::timestamptz - ${CLAIMED_BEFORE} AND at < ${end}
      UNION ALL
      SELECT d.reviewer_id, s.qualification_id, d.decided_at, d.outcome::text
      FROM decisions d
      JOIN submissions s ON s.id = d.submission_id
      WHERE d.decided_at >= ${start} AND d.decided_at < ${end} AND d.reviewer_id IS NOT NULL
    ), paired AS (
      SELECT reviewer, at, outcome,
        CASE WHEN lag(outcome) OVER each IS NULL THEN extract(epoch FROM at - lag(at) OVER each) END AS seconds
      FROM steps
      WINDOW each AS (PARTITION BY qualification, reviewer ORDER BY at, outcome NULLS FIRST)
    ), decided AS (
      SELECT reviewer, count(*)::int AS decided,
        (count(*) FILTER (WHERE outcome = 'APPROVED'))::int AS approved,
        (count(*) FILTER (WHERE outcome = 'CHANGES_REQUESTED'))::int AS changes,
        (count(*) FILTER (WHERE outcome = 'REJECTED'))::int AS rejected,
        count(DISTINCT ${dayOf(Prisma.sql`at`)})::int AS days,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8 AS median
      FROM paired
      WHERE outcome IS NOT NULL
      GROUP BY reviewer
    ), held AS (
      SELECT reviewer_id AS reviewer, count(*)::int AS held
      FROM qualifications
      WHERE status = 'IN_REVIEW' AND lease_ends_at > clock_timestamp()
      GROUP BY reviewer_id
    )
    SELECT reviewer AS id, coalesce(approved, 0) AS "APPROVED", coalesce(changes, 0) AS "CHANGES_REQUESTED",
      coalesce(rejected, 0) AS "REJECTED", coalesce(decided, 0) AS decided, coalesce(days, 0) AS "daysActive",
      median AS "medianSeconds", coalesce(held, 0) AS held
    FROM decided FULL JOIN held USING (reviewer)
    ORDER BY 5 DESC, 8 DESC, 1`
}
