import 'server-only'
import { type AccessChange, gainedBy, kindOf, rolesConcerned } from '@/lib/accounts/access-change'
import { lockAdministrators, requireActing, requireAnotherAdministrator } from '@/lib/accounts/administrators'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { requireColleague } from '../require-colleague'
import { applyChangeIn, lockedRolesOf, requireRoles } from './apply-change'
import { requestChangeIn } from './request-change'
import { needsSecondAdministrator, requireMayGrant } from './second-administrator'

/**
 * Changes the access of a staff member. The calling verb, in the same transaction, returns to the queue what they may
 * no longer hold. A change that concerns an administrator or auditor waits as a whole for a second administrator.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for oneself), FRESH_FACTOR_NEEDED, CONFLICT when roles were changed
 * since, INVALID_STATE when there is nothing to change, LAST_ADMINISTRATOR, GRANT_WAITS
 */
export async function changeAccessIn(tx: Tx, actor: PersonActor, change: AccessChange): Promise<{ waits: boolean }> {
  const { userId } = change
  await requireColleague(tx, actor, userId)
  await requireFreshFactor(tx, actor, userId)
  await lockAdministrators(tx)
  await requireActing(tx, actor, userId)

  const current = await lockedRolesOf(tx, userId)
  if (change.kind === 'ROLES') {
    await requireRoles(tx, change)
    requireMayGrant(actor, gainedBy(current, change.roles), userId)
  }
  if (!(await needsSecondAdministrator(tx, rolesConcerned(change, current)))) {
    await applyChangeIn(tx, actor, change)
    return { waits: false }
  }
  await requireSomethingToChange(tx, change, current)
  const [from, to] = change.kind === 'ROLES' ? [change.from, change.roles] : [current, current]
  await requestChangeIn(tx, actor, { kind: kindOf(change), userId, invitationId: null, from, to })
  return { waits: true }
}

/** Checks what applying the change would find, so that no change waits that could not be made now. */
async function requireSomethingToChange(tx: Tx, change: AccessChange, current: readonly StaffRole[]): Promise<void> {
  const { kind, userId } = change
  const subjectId = userId
  const { status, totpSecret, _count } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { status: true, totpSecret: { select: { userId: true } }, _count: { select: { passkeys: true } } },
  })
  if (kind === 'DISABLE' && status === 'DISABLED')
    throw new DomainError('INVALID_STATE', 'Disabled already', { subjectId })
  if (kind === 'ENABLE' && status !== 'DISABLED') throw new DomainError('INVALID_STATE', 'Not disabled', { subjectId })
  if (kind === 'RESET_FACTORS' && !totpSecret && _count.passkeys === 0) {
    throw new DomainError('INVALID_STATE', 'Has none', { subjectId })
  }
  const losesAdministrator =
    current.includes('ADMIN') && (kind === 'DISABLE' || (kind === 'ROLES' && !change.roles.includes('ADMIN')))
  if (losesAdministrator) await requireAnotherAdministrator(tx, userId)
}
