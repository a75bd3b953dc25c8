import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { requireApplicant } from '../notices/policy'
import { lockMembers } from './lock-members'
import { isOpen } from './open-invitations'
import { ownAccounts } from './policy'

/**
 * Revokes an invitation into the actor's account, no matter which member made it. When it is answered at the same time,
 * one of the two wins.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE when it was answered, revoked or has expired
 */
export async function revokeMemberInvitation(
  actor: PersonActor,
  { invitationId: id }: { invitationId: string },
): Promise<void> {
  await transaction(async (tx) => {
    const found = await tx.memberInvitation.findFirst({
      where: { AND: [{ id }, { account: ownAccounts(actor) }] },
      select: { accountId: true },
    })
    if (!found) throw new DomainError('NOT_FOUND', 'No such invitation')
    const { accountId } = found
    requireApplicant(actor, accountId)
    await lockMembers(tx, actor, accountId)
    const now = await databaseTime(tx)
    const { count } = await tx.memberInvitation.updateMany({
      where: { AND: [{ id }, isOpen(now)] },
      data: { revokedAt: now },
    })
    if (count !== 1) throw new DomainError('INVALID_STATE', 'No longer open', { subjectId: accountId })
    const event = { action: 'account.member_invitation_revoked', subjectId: accountId } as const
    await recordAudit(tx, actor, { ...event, data: { invitationId: id } }, { using: 'qualification.own' })
  })
}
