import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { holdsClaim, visibleTo } from '@/lib/qualifications/policy'
import { refuseUnlessHeld } from './claims'
import { mayRelease } from './policy'
import type { ClaimInput } from './schemas'

/**
 * Gives a claim back: its holder theirs, a lead anyone's. It returns to its old place in the queue.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, CLAIM_LOST, CONFLICT when it changed hands since
 */
export async function releaseClaim(actor: PersonActor, { qualificationId: id }: ClaimInput): Promise<void> {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    const now = await databaseTime(tx)
    if (!mayRelease(actor, found, now)) refuseUnlessHeld(actor, found, now)
    const { revision, reviewerId } = found
    if (!reviewerId) throw new DomainError('INVALID_STATE', 'Nobody holds it', { subjectId: id })

    const { count } = await tx.qualification.updateMany({
      where: { id, status: 'IN_REVIEW', revision, reviewerId },
      data: { status: 'SUBMITTED', reviewerId: null, claimedAt: null, leaseEndsAt: null },
    })
    if (count !== 1) throw new DomainError('CONFLICT', 'Changed hands meanwhile', { subjectId: id })

    const using = holdsClaim(actor, found, now) ? 'review.decide' : 'review.lead'
    const data = { revision, reviewerId }
    await recordAudit(tx, actor, { action: 'review.released', subjectId: id, data }, { using })
  })
}
