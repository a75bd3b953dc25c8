import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { lockAdministrators, requireActing } from '../administrators'
import { requireManager, visibleAccessChanges } from '../policy'
import { applyChangeIn, requireRoles } from './apply-change'
import { type AccessChange, changeOf } from './change'
import { openInvitationIn } from './open-invitation'
import { requireMayGrant } from './second-administrator'
import { openChanges } from './waiting-changes'

/**
 * Consents, as a second administrator, to a change that another requested, in the transaction of a verb that also returns
 * what its person may no longer hold.
 *
 * @returns what changed; null for an invitation, which can be used from now on
 * @throws DomainError NOT_FOUND, FORBIDDEN for the requester and the person whom it is about, FRESH_FACTOR_NEEDED,
 * INVALID_STATE when it was decided, is overdue or its requester can request nothing any more, CONFLICT when the roles were
 * changed since, LAST_ADMINISTRATOR
 */
export async function confirmChangeIn(tx: Tx, actor: PersonActor, changeId: string): Promise<AccessChange | null> {
  const row = await findChange(tx, actor, changeId)
  const { kind, userId, invitationId, fromRoles, toRoles } = row
  if (row.requestedById === actor.id || userId === actor.id) {
    throw new DomainError('FORBIDDEN', 'Not a second one', { subjectId: changeId })
  }
  if (kind === 'GRANT_ROLES' || kind === 'ENABLE') requireMayGrant(actor, toRoles, changeId)
  await requireFreshFactor(tx, actor, changeId)
  await lockAdministrators(tx)
  await requireActing(tx, actor, changeId)
  const now = await databaseTime(tx)
  const { count } = await tx.accessChange.updateMany({
    where: { AND: [{ id: changeId, requestedById: { not: actor.id } }, await openChanges(tx)] },
    data: { state: 'CONFIRMED', decidedById: actor.id, decidedAt: now },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'No longer waits', { subjectId: changeId })
  const event = { action: 'access_change.confirmed', subjectId: changeId, data: { userId, invitationId } } as const
  await recordAudit(tx, actor, event, { using: 'people.manage' })
  const change = changeOf(row)
  if (change) {
    // Who comes back comes back with the roles that both administrators saw.
    if (kind === 'ENABLE') await requireRoles(tx, { userId: change.userId, from: fromRoles })
    await applyChangeIn(tx, actor, change)
  } else if (invitationId) await openInvitationIn(tx, invitationId, now)
  return change
}

/**
 * That there is such a change, as far as the actor may know, and that they may decide such.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN
 */
export async function findChange(tx: Tx, actor: PersonActor, id: string) {
  const found = await tx.accessChange.findFirst({ where: { AND: [{ id }, visibleAccessChanges(actor)] } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such change')
  requireManager(actor, id)
  return found
}
