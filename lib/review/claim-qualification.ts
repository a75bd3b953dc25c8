import 'server-only'
import { countRevealLocked } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime } from '@/lib/db/client'
import { holdsClaim, mayReview, visibleTo } from '@/lib/qualifications/policy'
import { type Claim, claimOf, leaseEnd, lockReviewer } from './claims'
import { isFree } from './policy'
import { recordLapse } from './record-lapse'
import type { ClaimInput } from './schemas'

/**
 * Takes a given qualification that waits in the queue. Who holds it already gets their claim again. A claim counts as a
 * reveal until it is decided (decision 35).
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, HELD_BY_OTHER, INVALID_STATE when nobody reviews it now, REVEALS_USED_UP,
 * CONFLICT when someone was faster
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
    const now = await databaseTime(tx)
    if (holdsClaim(actor, found, now) && found.leaseEndsAt) return claimOf(id, found.leaseEndsAt, now)
    if (!isFree(found, now)) {
      const code = found.status === 'IN_REVIEW' ? 'HELD_BY_OTHER' : 'INVALID_STATE'
      throw new DomainError(code, 'Not free', { subjectId: id })
    }

    const { status, revision, reviewerId } = found
    await countRevealLocked(tx, actor, { kind: 'CLAIM', subjectId: id })
    const leaseEndsAt = await leaseEnd(tx, now, found.submissions[0]?.rulebookVersion ?? '')
    const { count } = await tx.qualification.updateMany({
      where: { id, status, revision, reviewerId, OR: [{ leaseEndsAt: null }, { leaseEndsAt: { lte: now } }] },
      data: { status: 'IN_REVIEW', reviewerId: actor.id, claimedAt: now, leaseEndsAt },
    })
    if (count !== 1) throw new DomainError('CONFLICT', 'Someone was faster', { subjectId: id })

    if (reviewerId) await recordLapse(tx, { id, revision, reviewerId }, 'LEASE_ENDED')
    const data = { revision, leaseEndsAt: leaseEndsAt.toISOString() }
    await recordAudit(tx, actor, { action: 'review.claimed', subjectId: id, data }, { using: 'review.decide' })
    return claimOf(id, leaseEndsAt, now)
  })
}
