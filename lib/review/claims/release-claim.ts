import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { holdsClaim, visibleTo } from '@/lib/qualifications/policy'
import { mayRelease } from '../policy'
import type { ReleaseInput } from '../schemas'
import { claimConflict } from './claim-conflict'
import { refuseUnlessHeld } from './claims'

/**
 * Releases a claim: a holder their own, a lead anyone's. The case returns to its old place in the queue. A decision
 * that was sent and does not count yet is dropped. A lead gives a reason, which the reviewer reads in a notice. Where
 * the claim of the shown holder is over, nobody loses another.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_INPUT, CLAIM_LOST when nobody holds it or another reviewer does by
 *   now, CASE_CHANGED
 * when it is no longer in review
 */
export async function releaseClaim(
  actor: PersonActor,
  { qualificationId: id, holderId = null, reason = null }: ReleaseInput,
): Promise<void> {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    const now = await databaseTime(tx)
    if (!mayRelease(actor, found, now)) await refuseUnlessHeld(tx, actor, found, now)
    const { revision, reviewerId } = found
    if (!reviewerId || (holderId && holderId !== reviewerId)) throw await claimConflict(tx, 'CLAIM_LOST', id)

    const isTakenBack = reviewerId !== actor.id
    if (isTakenBack && !reason) throw new DomainError('INVALID_INPUT', 'Without a reason', { subjectId: id })

    const dropped = await dropSent(tx, { id, revision, reviewerId })
    const { count } = await tx.qualification.updateMany({
      where: { id, status: 'IN_REVIEW', revision, reviewerId },
      data: { status: 'SUBMITTED', reviewerId: null, claimedAt: null, leaseEndsAt: null },
    })
    if (count !== 1) throw await claimConflict(tx, 'CLAIM_LOST', id)

    const because = isTakenBack ? reason : null
    if (because) {
      const notice = {
        reviewerId,
        qualificationId: id,
        reason: because,
        byId: actor.id,
        isDecisionDropped: dropped > 0,
      }
      await tx.reviewNotice.create({ data: notice })
    }
    const using = holdsClaim(actor, found, now) ? 'review.decide' : 'review.lead'
    const data = { revision, reviewerId, reason: because }
    await recordAudit(tx, actor, { action: 'review.released', subjectId: id, data }, { using })
  })
}

type Held = { id: string; revision: number; reviewerId: string }

/**
 * Drops the decision that the holder sent, behind the lock of the qualification. Otherwise the database would, and
 * notify them.
 */
const dropSent = (tx: Tx, { id, revision, reviewerId }: Held): Promise<number> => tx.$executeRaw`
  WITH held AS (
    SELECT id FROM qualifications
    WHERE id = ${id}::uuid AND status = 'IN_REVIEW' AND revision = ${revision} AND reviewer_id = ${reviewerId}::uuid
    FOR UPDATE
  )
  DELETE FROM pending_decisions p USING held WHERE p.qualification_id = held.id`
