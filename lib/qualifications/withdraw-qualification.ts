import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { mayFollow } from './lifecycle'
import { isOwn, visibleTo } from './policy'
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
    const { status: from, revision, reference } = found
    if (!mayFollow(from, 'WITHDRAWN')) {
      throw new DomainError('INVALID_STATE', `What is ${from} can't be withdrawn`, { subjectId: id })
    }
    const { count } = await tx.qualification.updateMany({
      where: { id, status: from, revision },
      data: { status: 'WITHDRAWN', reviewerId: null, claimedAt: null, leaseEndsAt: null },
    })
    if (count !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })

    await tx.turn.create({
      data: { qualificationId: id, kind: 'WITHDRAWN', byId: actor.id, at: await databaseTime(tx) },
    })
    const data = { from, revision }
    const event = { action: 'qualification.withdrawn', subjectId: id, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    return { id, reference }
  })
}
