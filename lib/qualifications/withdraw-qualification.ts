import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { mayFollow } from './lifecycle'
import { isOwn, visibleTo } from './policy'
import { recordWithdrawal } from './record-withdrawal'
import type { QualificationInput } from './schemas'

/**
 * Ends a qualification that was not concluded on: it is not reviewed, or not any more. Who holds a claim on it loses it.
 * What was handed in stays as it was.
 *
 * Whoever claims or decides it at the same time is guarded by the state that they read, as this is: one of them wins.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, CONFLICT when it went on since it was read
 */
export async function withdrawQualification(actor: PersonActor, { qualificationId: id }: QualificationInput) {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!isOwn(actor, found)) throw new DomainError('FORBIDDEN', 'Not of their account', { subjectId: id })
    if (!mayFollow(found.status, 'WITHDRAWN')) {
      throw new DomainError('INVALID_STATE', `What is ${found.status} can't be withdrawn`, { subjectId: id })
    }
    await recordWithdrawal(tx, actor, found)
    return { id, reference: found.reference }
  })
}
