import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { requireManager, visibleInvitations } from '../policy'

/**
 * Revokes an invitation before it is used. When a person uses it at the same time, one of the two wins.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND, INVALID_STATE when it was used, revoked or has expired
 */
export async function revokeInvitation(
  actor: PersonActor,
  { invitationId: id }: { invitationId: string },
): Promise<void> {
  await transaction(async (tx) => {
    const found = await tx.invitation.findFirst({
      where: { AND: [{ id }, visibleInvitations(actor)] },
      select: { id: true },
    })
    if (!found) throw new DomainError('NOT_FOUND', 'No such invitation')
    requireManager(actor, id)
    await requireFreshFactor(tx, actor, id)
    const now = await databaseTime(tx)
    const { count } = await tx.invitation.updateMany({
      where: { id, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
      data: { revokedAt: now, emailSealed: null },
    })
    if (count !== 1) throw new DomainError('INVALID_STATE', 'No longer open', { subjectId: id })
    const event = { action: 'staff.invitation_revoked', subjectId: id, data: {} } as const
    await recordAudit(tx, actor, event, { using: 'people.manage' })
  })
}
