import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import type { Outcome } from '@/lib/db/generated/enums'
import { mayReview, visibleTo } from '@/lib/qualifications/policy'
import { claimConflict } from '../claims/claim-conflict'
import type { ClaimInput } from '../schemas'

/**
 * Takes back a decision that the reviewer sent, as long as it has not taken effect. They hold the case as before, with
 * what they judged.
 *
 * Undoing and taking effect both start by deleting the same row, so that one of them wins.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, UNDO_TOO_LATE
 */
export async function undoDecision(actor: PersonActor, { qualificationId: id }: ClaimInput): Promise<void> {
  await transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!mayReview(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to review', { subjectId: id })
    const [undone] = await tx.$queryRaw<{ submissionId: string; outcome: Outcome; revision: number }[]>`
      DELETE FROM pending_decisions p USING submissions s
      WHERE p.qualification_id = ${id}::uuid AND p.reviewer_id = ${actor.id}::uuid AND s.id = p.submission_id
      RETURNING p.submission_id AS "submissionId", p.outcome, s.revision`
    if (!undone) throw await claimConflict(tx, 'UNDO_TOO_LATE', id)
    await recordAudit(tx, actor, { action: 'review.undone', subjectId: id, data: undone }, { using: 'review.decide' })
  })
}
