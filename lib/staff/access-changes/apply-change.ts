import 'server-only'
import {
  type AccessChange,
  kindOf,
  type NewRoles,
  removesAccess,
  rolesConcerned,
  TWO_ADMINISTRATOR_ROLES,
} from '@/lib/accounts/access-change'
import { requireAnotherAdministrator } from '@/lib/accounts/administrators'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import type { Actor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { deleteFactors } from '@/lib/sign-in/factors/delete-factors'
import { forgetDevices } from '@/lib/sign-in/sessions/devices'
import { endSessionsIn } from '@/lib/sign-in/sessions/end-sessions'
import { notifyOfRemoval } from './notices'

/**
 * Names who makes the change effective: a person, or the system when the wait is over or the operator acts on the
 * machine.
 */
type By = Pick<Actor, 'kind' | 'id'>

/**
 * Makes a change effective. The calling verb has decided that it is allowed, holds the lock of administrators, and
 * returns to the queue what the person may no longer hold. A person who loses a role that takes two administrators, or
 * their access with it, is notified, and so are the administrators.
 *
 * @throws DomainError CONFLICT when roles were changed since, INVALID_STATE when there is nothing to change,
 * LAST_ADMINISTRATOR
 */
export async function applyChangeIn(tx: Tx, by: By, change: AccessChange): Promise<void> {
  const before = await lockedRolesOf(tx, change.userId)
  await APPLY[change.kind](tx, by, change as never)
  const isSensitive = rolesConcerned(change, before).some((role) => TWO_ADMINISTRATOR_ROLES.includes(role))
  const toRoles = change.kind === 'ROLES' ? change.roles : before
  const isTaking = removesAccess({ kind: kindOf(change), fromRoles: before, toRoles })
  if (isSensitive && isTaking) await notifyOfRemoval(tx, change.userId, 'DONE')
}

const APPLY: { [K in AccessChange['kind']]: (tx: Tx, by: By, change: AccessChange & { kind: K }) => Promise<void> } = {
  ROLES: setRoles,
  DISABLE: disable,
  ENABLE: enable,
  RESET_FACTORS: resetFactors,
}

/** Sets the roles. Permissions follow at the person's next request. */
async function setRoles(tx: Tx, by: By, { userId, from, roles }: NewRoles): Promise<void> {
  const before = await requireRoles(tx, { userId, from })
  const after = [...new Set(roles)].sort()
  if (isSame(before, after)) return
  if (before.includes('ADMIN') && !after.includes('ADMIN')) await requireAnotherAdministrator(tx, userId)
  await tx.roleGrant.deleteMany({ where: { userId } })
  await tx.roleGrant.createMany({ data: after.map((role) => ({ userId, role })) })
  const event = { action: 'staff.roles_changed', subjectId: userId, data: { from: before, to: after } } as const
  await recordAudit(tx, by, event, using(by))
}

async function disable(tx: Tx, by: By, { userId }: { userId: string }): Promise<void> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, status: { in: ['ACTIVE', 'BLOCKED'] } },
    data: { status: 'DISABLED', disabledAt: await databaseTime(tx), blockedAt: null },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'Disabled already', { subjectId: userId })
  const isAdministrator = (await tx.roleGrant.count({ where: { userId, role: 'ADMIN' } })) > 0
  if (isAdministrator) await requireAnotherAdministrator(tx, userId)
  await recordAudit(tx, by, { action: 'staff.disabled', subjectId: userId, data: {} }, using(by))
  await endSessionsIn(tx, by, { userId }, 'DISABLED')
  await forgetDevices(tx, userId)
}

/** Enables a person with the roles that they had. Closed sessions stay closed. */
async function enable(tx: Tx, by: By, { userId }: { userId: string }): Promise<void> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, status: 'DISABLED' },
    data: { status: 'ACTIVE', disabledAt: null },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'Not disabled', { subjectId: userId })
  await recordAudit(tx, by, { action: 'staff.enabled', subjectId: userId, data: {} }, using(by))
}

async function resetFactors(tx: Tx, by: By, { userId }: { userId: string }): Promise<void> {
  const taken = await deleteFactors(tx, userId)
  if (taken === 0) throw new DomainError('INVALID_STATE', 'Has none', { subjectId: userId })
  const event = { action: 'staff.factors_reset', subjectId: userId, data: { count: taken } } as const
  await recordAudit(tx, by, event, using(by))
  await endSessionsIn(tx, by, { userId }, 'FACTORS_RESET')
  await forgetDevices(tx, userId)
  await notifyColleague(tx, userId, 'FACTORS_RESET', {})
}

const using = (by: By) => (by.kind === 'PERSON' ? ({ using: 'people.manage' } as const) : {})

/**
 * Checks that a person has the roles that the administrator saw, and locks them until the transaction ends.
 *
 * @throws DomainError CONFLICT
 */
export async function requireRoles(tx: Tx, { userId, from }: Pick<NewRoles, 'userId' | 'from'>): Promise<StaffRole[]> {
  const before = await lockedRolesOf(tx, userId)
  if (!isSame(before, [...from].sort())) throw new DomainError('CONFLICT', 'Changed', { subjectId: userId })
  return before
}

/** Locks and returns a person's roles. Of two changes to one person, the second waits, and then finds the first. */
export async function lockedRolesOf(tx: Tx, userId: string): Promise<StaffRole[]> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const grants = await tx.roleGrant.findMany({ where: { userId } })
  return grants.map(({ role }) => role).sort()
}

const isSame = (a: readonly StaffRole[], b: readonly StaffRole[]) => a.join() === b.join()
