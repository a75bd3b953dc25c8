import 'server-only'
import { type AccountActor, keyIdOf, personIdOf } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { Qualification } from '@/lib/db/generated/client'
import type { StandingReason } from '@/lib/db/generated/enums'
import { endPhonesIn } from '../phone/end-phones'

/**
 * Withdraws a qualification, unchanged since it was read, with a status change and an event. The holder of a claim on
 * it loses the claim.
 *
 * @param reason why, when it isn't simply the applicant's wish
 * @throws DomainError CONFLICT when it changed since it was read
 */
export async function recordWithdrawal(
  tx: Tx,
  actor: AccountActor,
  { id, status: from, revision }: Pick<Qualification, 'id' | 'status' | 'revision'>,
  reason: StandingReason | null = null,
): Promise<void> {
  const { count } = await tx.qualification.updateMany({
    where: { id, status: from, revision },
    data: { status: 'WITHDRAWN', reviewerId: null, claimedAt: null, leaseEndsAt: null },
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })

  await tx.statusChange.create({
    data: {
      ...{ qualificationId: id, kind: 'WITHDRAWN', reason, at: await databaseTime(tx) },
      ...{ byId: personIdOf(actor), byKeyId: keyIdOf(actor) },
    },
  })
  const event = { action: 'qualification.withdrawn', subjectId: id, data: { from, revision } } as const
  await recordAudit(tx, actor, event, { using: 'qualification.own' })
  await endPhonesIn(tx, actor, { qualificationId: id }, 'CLOSED')
}
