import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { lockAdministrators, requireAnotherAdministrator } from './administrators'
import { requireColleague } from './require-colleague'
import { gainedBy, requireMayGrant } from './second-administrator'

export type NewRoles = { userId: string; from: readonly StaffRole[]; roles: readonly StaffRole[] }

/**
 * Gives a colleague other roles, in the transaction of a verb that also returns what they may no longer hold. What they
 * may follows at their next request.
 *
 * @param from the roles that the administrator saw: changed since means CONFLICT
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for oneself), FRESH_FACTOR_NEEDED, CONFLICT, LAST_ADMINISTRATOR
 */
export async function setStaffRolesIn(tx: Tx, actor: PersonActor, { userId, from, roles }: NewRoles): Promise<void> {
  await requireColleague(tx, actor, userId)
  await requireFreshFactor(tx, actor, userId)

  await lockAdministrators(tx)
  const before = await requireRoles(tx, { userId, from })
  const after = [...new Set(roles)].sort()
  if (isSame(before, after)) return
  requireMayGrant(actor, gainedBy(before, after), userId)
  if (before.includes('ADMIN') && !after.includes('ADMIN')) await requireAnotherAdministrator(tx, userId)

  await tx.roleGrant.deleteMany({ where: { userId } })
  await tx.roleGrant.createMany({ data: after.map((role) => ({ userId, role })) })
  const event = { action: 'staff.roles_changed', subjectId: userId, data: { from: before, to: after } } as const
  await recordAudit(tx, actor, event, { using: 'people.manage' })
}

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
async function lockedRolesOf(tx: Tx, userId: string): Promise<StaffRole[]> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const grants = await tx.roleGrant.findMany({ where: { userId } })
  return grants.map(({ role }) => role).sort()
}

const isSame = (a: readonly StaffRole[], b: readonly StaffRole[]) => a.join() === b.join()
