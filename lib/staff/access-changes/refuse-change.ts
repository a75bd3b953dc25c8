import 'server-only'
import { mayDismissOwn, removesAccess } from '@/lib/accounts/access-change'
import { lockAdministrators, requireActing } from '@/lib/accounts/administrators'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { findChange } from './confirm-change'
import { notifyOfRemoval } from './notices'

/**
 * Refuses a change that another administrator requested, or withdraws one's own request. Nobody can refuse their own
 * removal; a reset of one's own factors is refused by giving one of them.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN for one's own removal, FRESH_FACTOR_NEEDED, INVALID_STATE when it was
 * decided or is overdue
 */
export async function refuseChangeIn(tx: Tx, actor: PersonActor, changeId: string): Promise<void> {
  const change = await findChange(tx, actor, changeId)
  const { userId, invitationId } = change
  if (userId === actor.id && !mayDismissOwn(change)) {
    throw new DomainError('FORBIDDEN', 'Their own removal', { subjectId: changeId })
  }
  await requireFreshFactor(tx, actor, changeId)
  await lockAdministrators(tx)
  await requireActing(tx, actor, changeId)
  const now = await databaseTime(tx)
  // A change that becomes final can be refused until that has happened, also when the worker is late.
  const isInTime = { OR: [{ expiresAt: { gt: now } }, { becomesFinal: true }] }
  const { count } = await tx.accessChange.updateMany({
    where: { AND: [{ id: changeId, state: 'WAITING' }, isInTime] },
    data: { state: 'REFUSED', decidedById: actor.id, decidedAt: now },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'No longer waits', { subjectId: changeId })
  if (invitationId) {
    await tx.invitation.updateMany({
      where: { id: invitationId, usedAt: null, revokedAt: null },
      data: { revokedAt: now, emailSealed: null },
    })
  }
  const event = { action: 'access_change.refused', subjectId: changeId, data: { userId, invitationId } } as const
  await recordAudit(tx, actor, event, { using: 'people.manage' })
  if (userId && removesAccess(change)) await notifyOfRemoval(tx, userId, 'DROPPED')
}
