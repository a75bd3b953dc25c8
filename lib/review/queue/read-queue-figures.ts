import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { WAITING } from '@/lib/qualifications/lifecycle'
import { type ReviewTimes, readReviewTimes } from './review-times'
import { REVIEW_TARGET_SECONDS } from './target'

type Counted = {
  at: Date
  waiting: number
  inReview: number
  urgent: number
  overTarget: number
  resubmitted: number
  individuals: number
  organisations: number
  oldest: Date | null
  supplements: number
}

/** Describes the queue in numbers, as its page shows it; it names no application. */
export type QueueFigures = Counted & { usual: ReviewTimes['usual'] }

/**
 * Counts what waits for reviewers, of the account of the key or of all; a test key counts test accounts, and
 * learns no usual time, since that is of live ones. A case with an expired claim waits again.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readQueueFigures(client: ClientActor): Promise<QueueFigures> {
  if (!client.scopes.includes('QUEUE_READ')) throw new DomainError('FORBIDDEN', 'Not of the queue')
  const { accountId, isTest } = client
  const isTheirs = Prisma.sql`q.account_id IN (
    SELECT id FROM accounts WHERE is_test = ${isTest} AND (${accountId}::uuid IS NULL OR id = ${accountId}::uuid))`
  const [[counted], { usual }] = await Promise.all([
    database().$queryRaw<[Counted]>`
      SELECT date_trunc('milliseconds', clock_timestamp()) AS at,
        (count(*) FILTER (WHERE NOT held))::int AS waiting, (count(*) FILTER (WHERE held))::int AS "inReview",
        (count(*) FILTER (WHERE is_urgent))::int AS urgent,
        (count(*) FILTER (WHERE queued_at < clock_timestamp() - make_interval(secs => ${REVIEW_TARGET_SECONDS})))::int
          AS "overTarget",
        (count(*) FILTER (WHERE revision > 1))::int AS resubmitted,
        (count(*) FILTER (WHERE kind = 'INDIVIDUAL'))::int AS individuals,
        (count(*) FILTER (WHERE kind = 'ORGANISATION'))::int AS organisations,
        min(queued_at) AS oldest,
        (SELECT count(*)::int FROM supplements m
          JOIN submissions s ON s.id = m.submission_id JOIN qualifications q ON q.id = s.qualification_id
          WHERE m.state = 'OPEN' AND q.status IN ('APPROVED', 'SUSPENDED') AND ${isTheirs}
            AND EXISTS (SELECT FROM documents d JOIN document_pages p ON p.document_id = d.id WHERE d.supplement_id = m.id)
        ) AS supplements
      FROM (
        SELECT q.*, q.status = 'IN_REVIEW' AND coalesce(q.lease_ends_at > clock_timestamp(), false) AS held
        FROM qualifications q
        WHERE q.status = ANY(${[...WAITING]}::"QualificationStatus"[]) AND ${isTheirs}
      ) q`,
    isTest ? { usual: null } : readReviewTimes(),
  ])
  return { ...counted, usual }
}
