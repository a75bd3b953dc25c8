import type { AccessChangeKind, StaffRole } from '@/lib/db/generated/enums'

/**
 * Names the new roles of a person.
 *
 * @param from the roles that the administrator saw: CONFLICT when they changed since
 */
export type NewRoles = { userId: string; from: readonly StaffRole[]; roles: readonly StaffRole[] }

/** Lists the changes that an administrator can make to the access of a staff member. */
export type AccessChange =
  | ({ kind: 'ROLES' } & NewRoles)
  | { kind: 'DISABLE' | 'ENABLE' | 'RESET_FACTORS'; userId: string }

/** Lists the roles that open or read everything: one administrator alone can neither give nor remove them. */
export const TWO_ADMINISTRATOR_ROLES: readonly StaffRole[] = ['ADMIN', 'AUDITOR']

/** Lists the changes that take access away. These may become final with time; changes that give access never do. */
export const REMOVALS = ['REMOVE_ROLES', 'DISABLE', 'RESET_FACTORS'] as const satisfies readonly AccessChangeKind[]

export const isRemoval = (kind: AccessChangeKind): boolean => (REMOVALS as readonly AccessChangeKind[]).includes(kind)

export const gainedBy = (from: readonly StaffRole[], to: readonly StaffRole[]): StaffRole[] =>
  to.filter((role) => !from.includes(role))

/**
 * Returns the kind of a waiting change. A change of roles that grants a role which takes two is a grant, even if
 * it also removes roles.
 */
export function kindOf(change: AccessChange): AccessChangeKind {
  if (change.kind !== 'ROLES') return change.kind
  const gained = gainedBy(change.from, change.roles)
  return gained.some((role) => TWO_ADMINISTRATOR_ROLES.includes(role)) ? 'GRANT_ROLES' : 'REMOVE_ROLES'
}

/**
 * Returns the roles that decide whether a change takes two administrators: those that differ, or else all roles of the
 * person.
 */
export function rolesConcerned(change: AccessChange, current: readonly StaffRole[]): StaffRole[] {
  if (change.kind !== 'ROLES') return [...current]
  return [...gainedBy(current, change.roles), ...gainedBy(change.roles, current)]
}

type Row = {
  kind: AccessChangeKind
  userId: string | null
  fromRoles: readonly StaffRole[]
  toRoles: readonly StaffRole[]
}

/** Returns the change that a row requests; null for an invitation, which changes no staff member. */
export function changeOf({ kind, userId, fromRoles: from, toRoles: roles }: Row): AccessChange | null {
  if (!userId) return null
  const isOfRoles = kind === 'GRANT_ROLES' || kind === 'REMOVE_ROLES'
  return isOfRoles ? { kind: 'ROLES', userId, from, roles } : { kind, userId }
}

type Taking = Pick<Row, 'kind' | 'fromRoles' | 'toRoles'>

/**
 * Says whether a change that takes two removes access. A swap of Administrator for Auditor is a grant, so that time
 * never completes it, and removes access all the same.
 */
export const removesAccess = ({ kind, fromRoles, toRoles }: Taking): boolean =>
  isRemoval(kind) || gainedBy(toRoles, fromRoles).some((role) => TWO_ADMINISTRATOR_ROLES.includes(role))

/**
 * Says whether the person concerned may refuse it: a grant, or a reset, since a person who refuses a reset has a
 * factor.
 */
export const mayDismissOwn = (change: Taking): boolean => !removesAccess(change) || change.kind === 'RESET_FACTORS'
