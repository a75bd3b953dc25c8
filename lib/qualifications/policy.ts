import { type Actor, type ClientActor, can } from '@/lib/actor/actor'
import { LIVE } from '@/lib/core/live-accounts'
import type { Prisma } from '@/lib/db/generated/client'

type Where = Prisma.QualificationWhereInput

/**
 * Matches nothing. Each OR starts with it, since Prisma drops an empty OR inside an AND, which would match everything.
 */
const NOTHING: Where = { id: { in: [] } }

/**
 * Returns the filter of rows that the actor may know of: the union of what each capability shows. Anything else is
 * NOT_FOUND, never FORBIDDEN. Combine it with AND, never by spreading, where a later key would replace it.
 */
export function visibleTo(actor: Actor): Where {
  const grants: Where[] = [ownedBy(actor)]
  if (can(actor, 'review.queue')) grants.push({ firstSubmittedAt: { not: null }, account: LIVE })
  if (actor.kind === 'CLIENT' && files(actor)) {
    grants.push({ AND: [ofClient(actor), { firstSubmittedAt: { not: null } }] })
  }
  return { OR: grants }
}

/**
 * Returns whether `visibleTo` matches a row that was read already.
 *
 * @param row.isMember whether the actor's membership was read with it, and is there still
 */
export function isVisibleTo(
  actor: Actor,
  row: { accountId: string; isTest: boolean; firstSubmittedAt: Date | null; isMember?: boolean },
): boolean {
  const isFiled = mayFileAsClient(actor, row) && row.firstSubmittedAt !== null
  const isOfClient = actor.kind === 'CLIENT' && actor.isTest === row.isTest && (isReadBy(actor, row) || isFiled)
  return (
    isOfClient ||
    (actor.kind === 'PERSON' && isOwn(actor, row) && row.isMember !== false) ||
    (can(actor, 'review.queue') && row.firstSubmittedAt !== null && !row.isTest)
  )
}

/**
 * Returns the filter of the actor's own accounts, whose every answer and document they may read. It checks the
 * membership in the database again, since an upload may take longer than they stay a member.
 */
export function ownedBy(actor: Actor): Where {
  if (actor.kind === 'CLIENT') return readBy(actor)
  if (actor.kind !== 'PERSON' || !can(actor, 'qualification.own')) return NOTHING
  return { accountId: { in: [...actor.accountIds] }, account: { members: { some: { userId: actor.id } } } }
}

const readsQualifications = ({ scopes }: Pick<ClientActor, 'scopes'>): boolean =>
  scopes.includes('QUALIFICATIONS_READ') || scopes.includes('QUALIFICATIONS_WRITE')

/** Returns whether the account is one that a client may act for. */
const isForAccount = (client: ClientActor, accountId: string): boolean =>
  client.accountId === null || client.accountId === accountId

/** Returns the filter of what a client may read: with a scope of qualifications, those of its account, or all. */
function readBy(client: ClientActor): Where {
  return readsQualifications(client) ? ofClient(client) : NOTHING
}

/** Matches what is of an account that a client may act for, with any scopes: with a test key, of test accounts. */
const ofClient = ({ accountId, isTest }: ClientActor): Where => ({
  account: { isTest, ...(accountId === null ? {} : { id: accountId }) },
})

const files = ({ scopes }: ClientActor): boolean => scopes.includes('FILINGS_WRITE')

/** Returns whether it is a client that records filings of this account. */
export const mayFileAsClient = (actor: Actor, { accountId }: { accountId: string }): boolean =>
  actor.kind === 'CLIENT' && files(actor) && isForAccount(actor, accountId)

const isReadBy = (client: ClientActor, { accountId }: { accountId: string }): boolean =>
  readsQualifications(client) && isForAccount(client, accountId)

/**
 * Returns whether it is of an account that the actor belongs to and may act for, or that the key of a client is for.
 * Whether a test key meets a test account, what was visible before has said.
 */
export function isOwn(actor: Actor, { accountId }: { accountId: string }): boolean {
  if (actor.kind === 'CLIENT') return actor.scopes.includes('QUALIFICATIONS_WRITE') && isForAccount(actor, accountId)
  return actor.kind === 'PERSON' && can(actor, 'qualification.own') && actor.accountIds.includes(accountId)
}

/**
 * Returns whether a test key plays the staff of the platform: it does what they do, to test accounts, which it alone
 * sees.
 */
export const playsStaff = (actor: Actor): boolean =>
  actor.kind === 'CLIENT' && actor.isTest && actor.scopes.includes('QUALIFICATIONS_WRITE')

/** Returns whether the person reviews, and it is not of an account that they belong to in any role. */
export function mayReview(actor: Actor, { accountId }: { accountId: string }): boolean {
  return actor.kind === 'PERSON' && can(actor, 'review.decide') && !actor.accountIds.includes(accountId)
}

type Claimed = { accountId: string; status: string; reviewerId: string | null; leaseEndsAt: Date | null }

/**
 * Returns whether the actor holds its claim: the only time at which staff see what it declares and what was submitted
 * with it.
 *
 * @param now the database's clock: an expired claim is nobody's, swept or not
 */
export function holdsClaim(actor: Actor, claimed: Claimed, now: Date): boolean {
  const { status, reviewerId, leaseEndsAt } = claimed
  if (!mayReview(actor, claimed)) return false
  return status === 'IN_REVIEW' && reviewerId === actor.id && leaseEndsAt !== null && leaseEndsAt > now
}
