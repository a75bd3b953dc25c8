import 'server-only'
import { type AccessChange, changeOf } from '@/lib/accounts/access-change'
import { lockAdministrators, requireActing } from '@/lib/accounts/administrators'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { requireManager, visibleAccessChanges } from '../policy'
import { applyChangeIn, requireRoles } from './apply-change'
import { openInvitationIn } from './open-invitation'
import { requireMayGrant } from './second-administrator'
import { openChanges } from './waiting-changes'

/**
 * Confirms, as a second administrator, a change that another requested. The calling verb, in the same transaction,
 * returns to the queue what the person may no longer hold.
 *
 * @returns the change; null for an invitation, which can be used from now on
 * @throws DomainError NOT_FOUND, FORBIDDEN for the requester and the person concerned, FRESH_FACTOR_NEEDED,
 * INVALID_STATE when it was decided, is overdue or its requester may no longer request it, CONFLICT when the roles were
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
    // A person who is enabled returns with the roles that both administrators saw.
    if (kind === 'ENABLE') await requireRoles(tx, { userId: change.userId, from: fromRoles })
    await applyChangeIn(tx, actor, change)
  } else if (invitationId) await openInvitationIn(tx, invitationId, now)
  return change
}

/**
 * Finds a change that the actor may see and decide.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN
 */
export async function findChange(tx: Tx, actor: PersonActor, id: string) {
  const found = await tx.accessChange.findFirst({ where: { AND: [{ id }, visibleAccessChanges(actor)] } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such change')
  requireManager(actor, id)
  return found
}
