import { type Actor, can } from '@/lib/auth/actor'
import type { Prisma } from '@/lib/db/generated/client'

type Where = Prisma.QualificationWhereInput

/** Inside an AND, Prisma drops an empty OR, and the filter opens: begin with what matches nothing. */
const NOTHING: Where = { id: { in: [] } }

/**
 * Rows that the actor may know exist: the union of what each capability shows. Anything outside is NOT_FOUND, never
 * FORBIDDEN. Combine it with AND, never by spreading: a later key overwrites.
 */
export function visibleTo(actor: Actor): Where {
  const grants: Where[] = [ownedBy(actor)]
  if (can(actor, 'review.queue')) grants.push({ firstSubmittedAt: { not: null } })
  return { OR: grants }
}

/** The same of a row that was read already. */
export function isVisibleTo(actor: Actor, row: { accountId: string; firstSubmittedAt: Date | null }): boolean {
  return isOwn(actor, row) || (can(actor, 'review.queue') && row.firstSubmittedAt !== null)
}

/**
 * Those of the actor's own accounts: whose every answer and document they may read. That they are a member is asked of
 * the database again: an upload may take longer than someone stays one.
 */
export function ownedBy(actor: Actor): Where {
  if (actor.kind !== 'PERSON' || !can(actor, 'qualification.own')) return NOTHING
  return { accountId: { in: [...actor.accountIds] }, account: { members: { some: { userId: actor.id } } } }
}

/** Whether it is of an account that the actor belongs to, for which they may act. */
export function isOwn(actor: Actor, { accountId }: { accountId: string }): boolean {
  return actor.kind === 'PERSON' && can(actor, 'qualification.own') && actor.accountIds.includes(accountId)
}

/** Whether someone reviews at all, and it is not of an account that they belong to, whatever they may there. */
export function mayReview(actor: Actor, { accountId }: { accountId: string }): boolean {
  return actor.kind === 'PERSON' && can(actor, 'review.decide') && !actor.accountIds.includes(accountId)
}

type Claimed = { accountId: string; status: string; reviewerId: string | null; leaseEndsAt: Date | null }

/**
 * Whether the actor holds its claim: the only time at which staff see what it declares and its documents.
 *
 * @param now the database's clock: a claim past its lease is nobody's, whether or not the sweep has been
 */
export function holdsClaim(actor: Actor, claimed: Claimed, now: Date): boolean {
  const { status, reviewerId, leaseEndsAt } = claimed
  if (!mayReview(actor, claimed)) return false
  return status === 'IN_REVIEW' && reviewerId === actor.id && leaseEndsAt !== null && leaseEndsAt > now
}
