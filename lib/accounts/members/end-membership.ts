import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { isOpen } from './open-invitations'

/**
 * Removes a person from an account that is locked. Their open invitations are revoked with it, and what they requested to
 * be erased and nobody decided on is withdrawn: both are worth no more than the member who made them. A person who would
 * be left in no account gets an empty one, because they could not apply otherwise.
 *
 * @throws DomainError NOT_FOUND when they are not in it
 */
export async function endMembership(tx: Tx, actor: PersonActor, of: { accountId: string; userId: string }) {
  const { accountId, userId } = of
  // Two removals from the person's last two accounts wait for each other here: only the second one finds that it is the
  // last.
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const { count } = await tx.membership.deleteMany({ where: { accountId, userId } })
  if (count !== 1) throw new DomainError('NOT_FOUND', 'Not in the account')
  const now = await databaseTime(tx)
  const revoked = await tx.memberInvitation.updateManyAndReturn({
    where: { AND: [{ accountId, invitedById: userId }, isOpen(now)] },
    data: { revokedAt: now },
    select: { id: true },
  })
  for (const { id } of revoked) {
    const event = { action: 'account.member_invitation_revoked', subjectId: accountId } as const
    await recordAudit(tx, actor, { ...event, data: { invitationId: id } }, { using: 'qualification.own' })
  }
  await withdrawErasureRequests(tx, actor, of)
  if ((await tx.membership.count({ where: { userId } })) === 0) await openAccount(tx, actor, userId)
}

async function withdrawErasureRequests(tx: Tx, actor: PersonActor, of: { accountId: string; userId: string }) {
  const { accountId, userId: requestedById } = of
  const withdrawn = await tx.erasureRequest.updateManyAndReturn({
    where: { accountId, requestedById, state: 'WAITING' },
    data: { state: 'WITHDRAWN' },
    select: { id: true },
  })
  for (const { id: requestId } of withdrawn) {
    const event = { action: 'erasure.request_withdrawn', subjectId: accountId, data: { requestId } } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
  }
}

async function openAccount(tx: Tx, actor: PersonActor, userId: string): Promise<void> {
  const { id } = await tx.account.create({ data: { members: { create: { userId } } } })
  await recordAudit(tx, actor, { action: 'account.opened', subjectId: id, data: { userId } })
}
