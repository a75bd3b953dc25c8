import 'server-only'
import { overTheCap, revealInsert } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import { can, type PersonActor } from '@/lib/actor/actor'
import { auditInsert } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { isLiveAccount } from '@/lib/db/live-accounts'
import {
  type Claim,
  claimOf,
  leaseEnd,
  lockReviewer,
  NOT_SENT,
  type RightsNow,
  refuseUnlessReviewing,
  rightsNow,
} from './claims'
import { lostClaimInsert } from './record-lost-claim'

type Candidate = {
  id: string
  revision: number
  /** The holder of the expired claim, if there was one. */
  lapsedReviewerId: string | null
  rulebookVersion: string
}

/**
 * Claims the first case of the queue: urgent ones before all others, then by place. Rows that others are claiming right
 * now are skipped, so that reviewers never wait for each other. A person who holds a live claim gets that one again: a
 * double click claims one. A case whose decision they sent hinders nothing.
 *
 * A claim counts as a reveal until it is decided (decision 35), since its holder sees all declared values.
 *
 * @throws DomainError FORBIDDEN, QUEUE_EMPTY, REVEALS_USED_UP
 */
export async function claimNext(actor: PersonActor): Promise<Claim> {
  if (!can(actor, 'review.decide')) throw new DomainError('FORBIDDEN', 'Not a reviewer')
  return countingTransaction(actor, async (tx) => {
    await lockReviewer(tx, actor)
    const { held, found, ...rights } = await lockFirst(tx, actor)
    refuseUnlessReviewing(rights)
    const { now } = rights
    if (held) return claimOf(held.id, new Date(held.leaseEndsAt), now)
    if (!found) throw new DomainError('QUEUE_EMPTY', 'Nothing waits for this reviewer')
    const { id, revision, rulebookVersion, lapsedReviewerId } = found
    const leaseEndsAt = await leaseEnd(tx, now, rulebookVersion)
    const data = { revision, leaseEndsAt: leaseEndsAt.toISOString() }
    const lost = lapsedReviewerId && lostClaimInsert({ id, revision, reviewerId: lapsedReviewerId }, 'LEASE_ENDED')
    const event = auditInsert(actor, { action: 'review.claimed', subjectId: id, data }, 'review.decide').insert
    const reveal = { kind: 'CLAIM', subjectId: id } as const
    // The row is locked since it was found: nobody changes it meanwhile. The event of an expired claim comes first: a
    // part of the statement that another part reads is done before that one.
    const count = await tx.$executeRaw`
      WITH counted AS (
        ${revealInsert(actor, reveal)} RETURNING subject_id
      ), claimed AS (
        UPDATE qualifications q
        SET status = 'IN_REVIEW', reviewer_id = ${actor.id}::uuid, claimed_at = ${now}, lease_ends_at = ${leaseEndsAt},
          updated_at = ${now}
        FROM counted WHERE q.id = counted.subject_id
        RETURNING q.id
      )
      ${lost ? Prisma.sql`, lapsed AS (${lost} FROM claimed RETURNING id) ${event} FROM lapsed` : Prisma.sql`${event} FROM claimed`}`
    if (count !== 1) throw await overTheCap(tx, actor, reveal)
    return claimOf(id, leaseEndsAt, now)
  })
}

type Seen = RightsNow & {
  /** The reviewer may hold a claim already: then no case is locked. */
  held: { id: string; leaseEndsAt: string } | null
  found: Candidate | null
}

/**
 * Locks the first free case of the queue, in one statement: never claimed, or its claim expired. Each lane comes from
 * an index, and only those up to the first case are looked at. The reviewer's rights and claim are read with it, since
 * they are locked.
 */
async function lockFirst(tx: Tx, actor: PersonActor): Promise<Seen> {
  const [seen] = await tx.$queryRaw<[Seen]>`
    WITH held AS MATERIALIZED (
      SELECT id, lease_ends_at AS "leaseEndsAt" FROM qualifications
      WHERE reviewer_id = ${actor.id}::uuid AND status = 'IN_REVIEW' AND lease_ends_at > clock_timestamp()
        AND account_id <> ALL(${[...actor.accountIds]}::uuid[]) AND ${NOT_SENT}
      ORDER BY is_urgent DESC, queue_place, id LIMIT 1
    ), urgent_lapsed AS (
      ${firstOf(actor, Prisma.sql`q.is_urgent AND ${LAPSED}`)}
    ), urgent_waiting AS (
      ${firstOf(actor, Prisma.sql`q.is_urgent AND q.status = 'SUBMITTED' AND ${before('urgent_lapsed')}`)}
    ), lapsed AS (
      ${firstOf(actor, Prisma.sql`NOT q.is_urgent AND ${LAPSED}`)}
    ), waiting AS (
      ${firstOf(actor, Prisma.sql`NOT q.is_urgent AND q.status = 'SUBMITTED' AND ${before('lapsed')}`)}
    ), first AS (
      SELECT * FROM urgent_waiting UNION ALL SELECT * FROM urgent_lapsed
      UNION ALL SELECT * FROM waiting UNION ALL SELECT * FROM lapsed
      LIMIT 1
    ), found AS (
      SELECT first.*, s.rulebook_version AS "rulebookVersion"
      FROM first JOIN submissions s ON s.qualification_id = first.id AND s.revision = first.revision
    )
    SELECT ${rightsNow(actor)}, (SELECT to_jsonb(held) FROM held) AS held, (SELECT to_jsonb(found) FROM found) AS found`
  return seen
}

const LAPSED = Prisma.sql`q.status = 'IN_REVIEW' AND q.lease_ends_at <= clock_timestamp()`

/** Matches what comes before the case of a lane whose claim expired, or everything if there is none. */
const before = (lane: 'urgent_lapsed' | 'lapsed'): Prisma.Sql => {
  const of = Prisma.raw(lane)
  return Prisma.sql`(q.queue_place, q.id) < (coalesce((SELECT place FROM ${of}), 'infinity'), coalesce((SELECT id FROM ${of}), ${NO_ID}::uuid))`
}

const NO_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Selects and locks the first case of a lane, except those of accounts of the reviewer, and of test accounts. */
const firstOf = (actor: PersonActor, lane: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT q.id, q.revision, q.queue_place AS place, q.reviewer_id AS "lapsedReviewerId" FROM qualifications q
  WHERE ${lane} AND NOT EXISTS (SELECT FROM held)
    AND ${isLiveAccount('q.account_id')}
    AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = q.account_id AND m.user_id = ${actor.id}::uuid)
  ORDER BY q.queue_place, q.id
  LIMIT 1
  FOR UPDATE SKIP LOCKED`
