import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Prisma } from '@/lib/db/generated/client'

/**
 * Returns a filter for the cases that the actor may see: for reviewers those that were submitted, except of accounts
 * that they belong to.
 */
export function visibleCases(actor: PersonActor): Prisma.AccessCaseWhereInput {
  const grants: Prisma.AccessCaseWhereInput[] = [{ id: { in: [] } }] // an empty OR inside an AND is dropped: fail closed
  if (can(actor, 'review.decide')) grants.push({ state: { not: 'OPEN' } })
  const isOwn: Prisma.UserWhereInput = {
    OR: [{ id: actor.id }, { memberships: { some: { accountId: { in: [...actor.accountIds] } } } }],
  }
  return { AND: [{ OR: grants }, { OR: [{ userId: null }, { NOT: { user: isOwn } }] }] }
}

/** @throws DomainError FORBIDDEN */
export function requireCaseReviewer(actor: PersonActor): void {
  if (!can(actor, 'review.decide')) throw new DomainError('FORBIDDEN', 'Not a reviewer')
}
