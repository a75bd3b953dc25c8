import { type Actor, can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Prisma } from '@/lib/db/generated/client'

/**
 * Returns a filter for the staff whom the actor may see: people who manage staff see all, others nobody. Combine it
 * with AND.
 */
export function visibleStaff(actor: Actor): Prisma.UserWhereInput {
  const grants: Prisma.UserWhereInput[] = [{ id: { in: [] } }] // an empty OR inside an AND is dropped: fail closed
  if (can(actor, 'people.manage')) grants.push({ emailIndex: { not: null } })
  return { OR: grants }
}

/** Does the same for invitations; nobody may see the link that makes the first administrator. */
export function visibleInvitations(actor: Actor): Prisma.InvitationWhereInput {
  const grants: Prisma.InvitationWhereInput[] = [{ id: { in: [] } }]
  if (can(actor, 'people.manage')) grants.push({ kind: 'STAFF' })
  return { OR: grants }
}

/** Does the same for changes that wait for a second administrator. */
export function visibleAccessChanges(actor: Actor): Prisma.AccessChangeWhereInput {
  const grants: Prisma.AccessChangeWhereInput[] = [{ id: { in: [] } }]
  if (can(actor, 'people.manage')) grants.push({ OR: [{ userId: { not: null } }, { invitationId: { not: null } }] })
  return { OR: grants }
}

/**
 * Refuses actors who may not manage staff.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireManager(actor: Actor, subjectId: string | null = null): void {
  if (!can(actor, 'people.manage')) throw new DomainError('FORBIDDEN', 'Does not manage people', { subjectId })
}

/**
 * Refuses acts on oneself: nobody gives themself a role, removes their own, or locks themself out.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireManagerOf(actor: PersonActor, userId: string): void {
  requireManager(actor, userId)
  if (actor.id === userId) throw new DomainError('FORBIDDEN', 'Themself', { subjectId: userId })
}
