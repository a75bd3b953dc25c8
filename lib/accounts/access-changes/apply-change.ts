import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { Actor } from '@/lib/auth/actor'
import { endSessionsIn } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { requireAnotherAdministrator } from '../administrators'
import { takeFactors } from '../factors/take-factors'
import { tellColleague } from '../tell-colleague'
import { type AccessChange, kindOf, type NewRoles, rolesConcerned, TAKES_TWO, takesAway } from './change'
import { notifyOfRemoval } from './notices'

/** The person who makes the change effective, or the system: when time is over, or on the machine. */
type By = Pick<Actor, 'kind' | 'id'>

/**
 * Makes a change effective, in the transaction of a verb that decided that it may be, holds the lock of administrators,
 * and returns what the person may no longer hold. A person who loses a role that takes two, or their access with it, is
 * notified, and so are the administrators.
 *
 * @throws DomainError CONFLICT when roles were changed since, INVALID_STATE when there is nothing to change,
 * LAST_ADMINISTRATOR
 */
export async function applyChangeIn(tx: Tx, by: By, change: AccessChange): Promise<void> {
  const before = await lockedRolesOf(tx, change.userId)
  await APPLY[change.kind](tx, by, change as never)
  const isSensitive = rolesConcerned(change, before).some((role) => TAKES_TWO.includes(role))
  const toRoles = change.kind === 'ROLES' ? change.roles : before
  const isTaking = takesAway({ kind: kindOf(change), fromRoles: before, toRoles })
  if (isSensitive && isTaking) await notifyOfRemoval(tx, change.userId, 'DONE')
}

const APPLY: { [K in AccessChange['kind']]: (tx: Tx, by: By, change: AccessChange & { kind: K }) => Promise<void> } = {
  ROLES: setRoles,
  DISABLE: disable,
  ENABLE: enable,
  RESET_FACTORS: resetFactors,
}

/** What they may follows at their next request. */
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
}

/** With the roles that they had. Sessions that were ended stay ended. */
async function enable(tx: Tx, by: By, { userId }: { userId: string }): Promise<void> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, status: 'DISABLED' },
    data: { status: 'ACTIVE', disabledAt: null },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'Not disabled', { subjectId: userId })
  await recordAudit(tx, by, { action: 'staff.enabled', subjectId: userId, data: {} }, using(by))
}

async function resetFactors(tx: Tx, by: By, { userId }: { userId: string }): Promise<void> {
  const taken = await takeFactors(tx, userId)
  if (taken === 0) throw new DomainError('INVALID_STATE', 'Has none', { subjectId: userId })
  const event = { action: 'staff.factors_reset', subjectId: userId, data: { count: taken } } as const
  await recordAudit(tx, by, event, using(by))
  await endSessionsIn(tx, by, { userId }, 'FACTORS_RESET')
  await tellColleague(tx, userId, 'FACTORS_RESET', {})
}

const using = (by: By) => (by.kind === 'PERSON' ? ({ using: 'people.manage' } as const) : {})

/**
 * That someone has the roles that were seen; they keep them to the end of the transaction.
 *
 * @throws DomainError CONFLICT
 */
export async function requireRoles(tx: Tx, { userId, from }: Pick<NewRoles, 'userId' | 'from'>): Promise<StaffRole[]> {
  const before = await lockedRolesOf(tx, userId)
  if (!isSame(before, [...from].sort())) throw new DomainError('CONFLICT', 'Changed', { subjectId: userId })
  return before
}

/** Of two changes to one person, the second waits, and then finds the first. */
export async function lockedRolesOf(tx: Tx, userId: string): Promise<StaffRole[]> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const grants = await tx.roleGrant.findMany({ where: { userId } })
  return grants.map(({ role }) => role).sort()
}

const isSame = (a: readonly StaffRole[], b: readonly StaffRole[]) => a.join() === b.join()
