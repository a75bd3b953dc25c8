import 'server-only'
import { overTheCap, revealInsert } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import { can, type PersonActor } from '@/lib/actor/actor'
import { auditInsert } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { isLiveAccount } from '@/lib/db/live-accounts'
import { type Claim, claimOf, leaseEnd, lockReviewer, NOT_SENT } from './claims'
import { recordLostClaim } from './record-lost-claim'

type Candidate = {
  id: string
  revision: number
  place: Date
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
    const now = await lockReviewer(tx, actor)
    const { held, hasUrgent, hasLapsed } = await lookAt(tx, actor)
    if (held) return claimOf(held.id, new Date(held.leaseEndsAt), now)

    const found =
      (hasUrgent ? await lockFirstOf(tx, actor, true, hasLapsed) : undefined) ??
      (await lockFirstOf(tx, actor, false, hasLapsed))
    if (!found) throw new DomainError('QUEUE_EMPTY', 'Nothing waits for this reviewer')
    const { id, revision } = found
    const leaseEndsAt = await leaseEnd(tx, now, found.rulebookVersion)
    if (found.lapsedReviewerId)
      await recordLostClaim(tx, { ...found, reviewerId: found.lapsedReviewerId }, 'LEASE_ENDED')
    const data = { revision, leaseEndsAt: leaseEndsAt.toISOString() }
    const claimed = { action: 'review.claimed', subjectId: id, data } as const
    const reveal = { kind: 'CLAIM', subjectId: id } as const
    // The row is locked since it was found: nobody changes it meanwhile.
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
      ${auditInsert(actor, claimed, 'review.decide').insert} FROM claimed`
    if (count !== 1) throw await overTheCap(tx, actor, reveal)
    return claimOf(id, leaseEndsAt, now)
  })
}

type Seen = {
  /** The claim that the reviewer holds already. */
  held: { id: string; leaseEndsAt: string } | null
  hasUrgent: boolean
  /** Says whether a claim has expired and was not swept yet. */
  hasLapsed: boolean
}

/** Looks at the queue once, so that lanes which are empty, as most are, need no statement of their own. */
async function lookAt(tx: Tx, actor: PersonActor): Promise<Seen> {
  const [seen] = await tx.$queryRaw<[Seen]>`
    SELECT
      (
        SELECT jsonb_build_object('id', id, 'leaseEndsAt', lease_ends_at) FROM qualifications
        WHERE reviewer_id = ${actor.id}::uuid AND status = 'IN_REVIEW' AND lease_ends_at > clock_timestamp()
          AND account_id <> ALL(${[...actor.accountIds]}::uuid[]) AND ${NOT_SENT}
        ORDER BY is_urgent DESC, queue_place, id LIMIT 1
      ) AS held,
      EXISTS (
        SELECT FROM qualifications WHERE status IN ('SUBMITTED', 'IN_REVIEW') AND is_urgent AND ${isLiveAccount('account_id')}
      ) AS "hasUrgent",
      EXISTS (SELECT FROM qualifications WHERE status = 'IN_REVIEW' AND lease_ends_at <= clock_timestamp()) AS "hasLapsed"`
  return seen
}

/**
 * Locks the first free case among the urgent or the other ones: never claimed, or its claim expired. Each comes from an
 * index.
 */
async function lockFirstOf(
  tx: Tx,
  actor: PersonActor,
  isUrgent: boolean,
  hasLapsed: boolean,
): Promise<Candidate | undefined> {
  const isPast = Prisma.sql`q.status = 'IN_REVIEW' AND q.lease_ends_at <= clock_timestamp()`
  const lapsed = hasLapsed ? await lockFirst(tx, actor, Prisma.sql`q.is_urgent = ${isUrgent} AND ${isPast}`) : undefined
  const before = lapsed ? Prisma.sql`AND (q.queue_place, q.id) < (${lapsed.place}, ${lapsed.id}::uuid)` : Prisma.empty
  const waiting = Prisma.sql`q.is_urgent = ${isUrgent} AND q.status = 'SUBMITTED' ${before}`
  return (await lockFirst(tx, actor, waiting)) ?? lapsed
}

async function lockFirst(tx: Tx, actor: PersonActor, condition: Prisma.Sql): Promise<Candidate | undefined> {
  const [first] = await tx.$queryRaw<Candidate[]>`
    SELECT q.id, q.revision, q.queue_place AS place, q.reviewer_id AS "lapsedReviewerId",
           s.rulebook_version AS "rulebookVersion"
    FROM qualifications q
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    WHERE ${condition}
      AND ${isLiveAccount('q.account_id')}
      AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = q.account_id AND m.user_id = ${actor.id}::uuid)
    ORDER BY q.queue_place, q.id
    LIMIT 1
    FOR UPDATE OF q SKIP LOCKED`
  return first
}
