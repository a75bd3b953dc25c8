import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { isWaiting, WAITING } from '@/lib/qualifications/lifecycle'
import { mayReview, visibleTo } from '@/lib/qualifications/policy'
import { claimConflict } from '@/lib/review/claims/claim-conflict'
import type { UrgencyInput } from '@/lib/review/schemas'

/**
 * Moves an application before all others, or back to its own place. A repeated request is one act, of another lead too.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, CASE_CHANGED when it doesn't wait, or changed meanwhile
 */
export async function setUrgency(actor: PersonActor, { qualificationId: id, isUrgent }: UrgencyInput): Promise<void> {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!can(actor, 'review.lead') || !mayReview(actor, found)) {
      throw new DomainError('FORBIDDEN', 'Not theirs to lead', { subjectId: id })
    }
    if (!isWaiting(found.status)) throw await claimConflict(tx, 'CASE_CHANGED', id)
    if (found.isUrgent === isUrgent) return

    const { count } = await tx.qualification.updateMany({
      where: { id, status: { in: [...WAITING] }, revision: found.revision, isUrgent: !isUrgent },
      data: { isUrgent },
    })
    if (count !== 1) {
      const isSet = await tx.qualification.count({ where: { id, status: { in: [...WAITING] }, isUrgent } })
      if (isSet === 1) return
      throw await claimConflict(tx, 'CASE_CHANGED', id)
    }
    const data = { revision: found.revision, isUrgent }
    await recordAudit(tx, actor, { action: 'review.urgency_set', subjectId: id, data }, { using: 'review.lead' })
  })
}
