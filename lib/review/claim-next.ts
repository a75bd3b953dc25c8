import 'server-only'
import { countRevealLocked } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import { recordAudit } from '@/lib/audit/record'
import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { type Claim, claimOf, leaseEnd, lockReviewer } from './claims'
import { recordLapse } from './record-lapse'

type Candidate = {
  id: string
  revision: number
  place: Date
  /** Of the claim that is past, where there was one. */
  lapsedReviewerId: string | null
  rulebookVersion: string
}

/**
 * Takes what comes first in the queue: the urgent before all others, then by place. Rows that others are taking right
 * now are passed over, so that reviewers never queue for the queue. Who holds a live claim gets that one again: a double click takes one.
 *
 * A claim counts as a reveal until it is decided (decision 35): its holder sees all that is declared.
 *
 * @throws DomainError FORBIDDEN, QUEUE_EMPTY, REVEALS_USED_UP
 */
export async function claimNext(actor: PersonActor): Promise<Claim> {
  if (!can(actor, 'review.decide')) throw new DomainError('FORBIDDEN', 'Not a reviewer')
  return countingTransaction(actor, async (tx) => {
    await lockReviewer(tx, actor)
    const now = await databaseTime(tx)
    const held = await heldBy(tx, actor, now)
    if (held) return held

    const found = (await lockFirstOf(tx, actor, true)) ?? (await lockFirstOf(tx, actor, false))
    if (!found) throw new DomainError('QUEUE_EMPTY', 'Nothing waits for this reviewer')
    const { id, revision } = found
    await countRevealLocked(tx, actor, { kind: 'CLAIM', subjectId: id })
    const leaseEndsAt = await leaseEnd(tx, now, found.rulebookVersion)
    await tx.qualification.update({
      where: { id }, // locked since it was found: nobody changes it meanwhile
      data: { status: 'IN_REVIEW', reviewerId: actor.id, claimedAt: now, leaseEndsAt },
    })

    if (found.lapsedReviewerId) await recordLapse(tx, { ...found, reviewerId: found.lapsedReviewerId }, 'LEASE_ENDED')
    const data = { revision, leaseEndsAt: leaseEndsAt.toISOString() }
    await recordAudit(tx, actor, { action: 'review.claimed', subjectId: id, data }, { using: 'review.decide' })
    return claimOf(id, leaseEndsAt, now)
  })
}

async function heldBy(tx: Tx, actor: PersonActor, now: Date): Promise<Claim | null> {
  const held = await tx.qualification.findFirst({
    where: {
      reviewerId: actor.id,
      status: 'IN_REVIEW',
      leaseEndsAt: { gt: now },
      accountId: { notIn: [...actor.accountIds] },
    },
    orderBy: [{ isUrgent: 'desc' }, { queuePlace: 'asc' }, { id: 'asc' }],
    select: { id: true, leaseEndsAt: true },
  })
  return held?.leaseEndsAt ? claimOf(held.id, held.leaseEndsAt, now) : null
}

/** Of the urgent or of the others, what comes first: never taken, or its claim past. Each comes from its index. */
async function lockFirstOf(tx: Tx, actor: PersonActor, isUrgent: boolean): Promise<Candidate | undefined> {
  const isPast = Prisma.sql`q.status = 'IN_REVIEW' AND q.lease_ends_at <= clock_timestamp()`
  const lapsed = await lockFirst(tx, actor, Prisma.sql`q.is_urgent = ${isUrgent} AND ${isPast}`)
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
      AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = q.account_id AND m.user_id = ${actor.id}::uuid)
    ORDER BY q.queue_place, q.id
    LIMIT 1
    FOR UPDATE OF q SKIP LOCKED`
  return first
}
