import 'server-only'
import { countRevealLocked } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { holdsClaim, mayReview, visibleTo } from '@/lib/qualifications/policy'
import { isFree } from '../policy'
import type { ClaimInput } from '../schemas'
import { claimConflict } from './claim-conflict'
import { type Claim, claimOf, leaseEnd, lockReviewer, type RightsNow, refuseUnlessReviewing, rightsNow } from './claims'
import { recordLostClaim } from './record-lost-claim'

/**
 * Claims a given qualification that waits in the queue. Its holder gets the existing claim. A claim counts as a
 * reveal until it is decided (decision 35).
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, HELD_BY_OTHER, CASE_CHANGED when nobody reviews it now or it changed
 *   meanwhile,
 * REVEALS_USED_UP
 */
export async function claimQualification(actor: PersonActor, { qualificationId: id }: ClaimInput): Promise<Claim> {
  return countingTransaction(actor, async (tx) => {
    const found = await tx.qualification.findFirst({
      where: { AND: [{ id }, visibleTo(actor)] },
      include: { submissions: { orderBy: { revision: 'desc' }, take: 1, select: { rulebookVersion: true } } },
    })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!mayReview(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to review', { subjectId: id })
    await lockReviewer(tx, actor)
    const [rights] = await tx.$queryRaw<[RightsNow]>`SELECT ${rightsNow(actor)}`
    refuseUnlessReviewing(rights)
    const { now } = rights
    if (holdsClaim(actor, found, now) && found.leaseEndsAt) return claimOf(id, found.leaseEndsAt, now)
    if (!isFree(found, now)) throw await claimConflict(tx, 'HELD_BY_OTHER', id)

    const { status, revision, reviewerId } = found
    await countRevealLocked(tx, actor, { kind: 'CLAIM', subjectId: id })
    const leaseEndsAt = await leaseEnd(tx, now, found.submissions[0]?.rulebookVersion ?? '')
    const { count } = await tx.qualification.updateMany({
      where: { id, status, revision, reviewerId, OR: [{ leaseEndsAt: null }, { leaseEndsAt: { lte: now } }] },
      data: { status: 'IN_REVIEW', reviewerId: actor.id, claimedAt: now, leaseEndsAt },
    })
    if (count !== 1) throw await claimConflict(tx, 'HELD_BY_OTHER', id)

    if (reviewerId) await recordLostClaim(tx, { id, revision, reviewerId }, 'LEASE_ENDED')
    const data = { revision, leaseEndsAt: leaseEndsAt.toISOString() }
    await recordAudit(tx, actor, { action: 'review.claimed', subjectId: id, data }, { using: 'review.decide' })
    return claimOf(id, leaseEndsAt, now)
  })
}
