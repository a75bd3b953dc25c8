import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { Qualification } from '@/lib/db/generated/client'
import type { StandingReason } from './standing'

/**
 * Ends a qualification that may be withdrawn, as it was read, with its turn and its event. Who holds a claim on it loses
 * it.
 *
 * @param reason where it is more than that they wanted it
 * @throws DomainError CONFLICT when it went on since it was read
 */
export async function recordWithdrawal(
  tx: Tx,
  actor: PersonActor,
  { id, status: from, revision }: Pick<Qualification, 'id' | 'status' | 'revision'>,
  reason: StandingReason | null = null,
): Promise<void> {
  const { count } = await tx.qualification.updateMany({
    where: { id, status: from, revision },
    data: { status: 'WITHDRAWN', reviewerId: null, claimedAt: null, leaseEndsAt: null },
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })

  await tx.turn.create({
    data: { qualificationId: id, kind: 'WITHDRAWN', reason, byId: actor.id, at: await databaseTime(tx) },
  })
  const event = { action: 'qualification.withdrawn', subjectId: id, data: { from, revision } } as const
  await recordAudit(tx, actor, event, { using: 'qualification.own' })
}
