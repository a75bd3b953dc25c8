import type { AccessChangeKind, StaffRole } from '@/lib/db/generated/enums'

/** @param from the roles that the administrator saw: changed since means CONFLICT */
export type NewRoles = { userId: string; from: readonly StaffRole[]; roles: readonly StaffRole[] }

/** What an administrator changes about the access of a colleague. */
export type AccessChange =
  | ({ kind: 'ROLES' } & NewRoles)
  | { kind: 'DISABLE' | 'ENABLE' | 'RESET_FACTORS'; userId: string }

/** The person who has one of these can open or read everything: one administrator alone neither makes nor removes one. */
export const TAKES_TWO: readonly StaffRole[] = ['ADMIN', 'AUDITOR']

/** What takes access away. Time may complete these, and never what gives access. */
export const REMOVALS = ['REMOVE_ROLES', 'DISABLE', 'RESET_FACTORS'] as const satisfies readonly AccessChangeKind[]

export const isRemoval = (kind: AccessChangeKind): boolean => (REMOVALS as readonly AccessChangeKind[]).includes(kind)

export const gainedBy = (from: readonly StaffRole[], to: readonly StaffRole[]): StaffRole[] =>
  to.filter((role) => !from.includes(role))

/** The kind of what waits. A change of roles that grants one that takes two is a grant, whatever else it takes away. */
export function kindOf(change: AccessChange): AccessChangeKind {
  if (change.kind !== 'ROLES') return change.kind
  const gained = gainedBy(change.from, change.roles)
  return gained.some((role) => TAKES_TWO.includes(role)) ? 'GRANT_ROLES' : 'REMOVE_ROLES'
}

/** The roles that decide whether a change takes two: those that differ, or else all that the person has. */
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

/** What a row asks for; null for an invitation, which changes no colleague. */
export function changeOf({ kind, userId, fromRoles: from, toRoles: roles }: Row): AccessChange | null {
  if (!userId) return null
  const isOfRoles = kind === 'GRANT_ROLES' || kind === 'REMOVE_ROLES'
  return isOfRoles ? { kind: 'ROLES', userId, from, roles } : { kind, userId }
}

type Taking = Pick<Row, 'kind' | 'fromRoles' | 'toRoles'>

/**
 * Whether a change that takes two takes access away. A swap of Administrator for Auditor is a grant, so that time never
 * completes it, and takes away all the same.
 */
export const takesAway = ({ kind, fromRoles, toRoles }: Taking): boolean =>
  isRemoval(kind) || gainedBy(toRoles, fromRoles).some((role) => TAKES_TWO.includes(role))

/** Whether the person whom it is about may refuse it: what they are given, and a reset, since who refuses has a factor. */
export const mayDismissOwn = (change: Taking): boolean => !takesAway(change) || change.kind === 'RESET_FACTORS'
