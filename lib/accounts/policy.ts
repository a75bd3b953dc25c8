import { type Actor, can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import type { Prisma } from '@/lib/db/generated/client'

/** Staff that the actor may know of: those who manage people see all colleagues, others nobody. Combine it with AND. */
export function visibleStaff(actor: Actor): Prisma.UserWhereInput {
  const grants: Prisma.UserWhereInput[] = [{ id: { in: [] } }] // an empty OR inside an AND is dropped: fail closed
  if (can(actor, 'people.manage')) grants.push({ emailIndex: { not: null } })
  return { OR: grants }
}

/** Likewise; the link that makes the first administrator is nobody's to see. */
export function visibleInvitations(actor: Actor): Prisma.InvitationWhereInput {
  const grants: Prisma.InvitationWhereInput[] = [{ id: { in: [] } }]
  if (can(actor, 'people.manage')) grants.push({ kind: 'STAFF' })
  return { OR: grants }
}

/** Likewise: what waits for a second administrator. */
export function visibleAccessChanges(actor: Actor): Prisma.AccessChangeWhereInput {
  const grants: Prisma.AccessChangeWhereInput[] = [{ id: { in: [] } }]
  if (can(actor, 'people.manage')) grants.push({ OR: [{ userId: { not: null } }, { invitationId: { not: null } }] })
  return { OR: grants }
}

/** @throws DomainError FORBIDDEN */
export function requireManager(actor: Actor, subjectId: string | null = null): void {
  if (!can(actor, 'people.manage')) throw new DomainError('FORBIDDEN', 'Does not manage people', { subjectId })
}

/**
 * Nobody gives themself a role, takes one away from themself, or shuts themself out.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireManagerOf(actor: PersonActor, userId: string): void {
  requireManager(actor, userId)
  if (actor.id === userId) throw new DomainError('FORBIDDEN', 'Themself', { subjectId: userId })
}
