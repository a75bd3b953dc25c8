import 'server-only'
import type { AccountActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { mayFollow } from '../lifecycle'
import { isOwn, visibleTo } from '../policy'
import type { QualificationInput } from '../schemas'
import { recordWithdrawal } from './record-withdrawal'

/**
 * Withdraws an undecided qualification: it is not reviewed any more. The holder of a claim on it loses the claim. What
 * was submitted stays unchanged.
 *
 * A concurrent claim or decision is guarded by the state that it read, as this is: one of them wins.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, CONFLICT when its state changed since it was read
 */
export async function withdrawQualification(actor: AccountActor, { qualificationId: id }: QualificationInput) {
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
