import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { capabilitiesOf } from '@/lib/actor/capabilities'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Reader, type Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { holdsClaim, mayReview } from '@/lib/qualifications/policy'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { Reviewable } from '../policy'
import { claimConflict } from './claim-conflict'

/** Describes a claim as its holder sees it. */
export type Claim = {
  qualificationId: string
  leaseEndsAt: Date
  /** Counts the seconds until the lease ends: a browser's clock may be wrong, but it counts seconds well. */
  secondsLeft: number
}

/** Returns when a claim made or renewed now expires, by the rulebook that the submission was started under. */
export async function leaseEnd(reader: Reader, now: Date, rulebookVersion: string): Promise<Date> {
  const { leaseMinutes } = (await rulebookOf(rulebookVersion, reader)).terms
  return new Date(now.getTime() + leaseMinutes * MINUTE)
}

/**
 * Filters qualifications out whose decision was sent, and does not count yet: their reviewers have nothing more to do.
 */
export const NOT_SENT = Prisma.sql`NOT EXISTS (
  SELECT FROM pending_decisions p WHERE p.qualification_id = qualifications.id)`

export function claimOf(qualificationId: string, leaseEndsAt: Date, now: Date): Claim {
  return { qualificationId, leaseEndsAt, secondsLeft: Math.floor((leaseEndsAt.getTime() - now.getTime()) / SECOND) }
}

/**
 * Locks the reviewer, so that their claims wait for each other, for disabling them and for removing their role: a
 * double click is one claim, and nobody holds one who was disabled or no longer reviews. (NO KEY UPDATE doesn't block
 * rows that refer to the person.) Read their rights by `rightsNow` in a later statement: this one may have waited, and
 * sees other rows as they were before.
 *
 * @throws DomainError FORBIDDEN when they were disabled meanwhile
 */
export async function lockReviewer(tx: Tx, actor: PersonActor): Promise<void> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users WHERE id = ${actor.id}::uuid AND status = 'ACTIVE' FOR NO KEY UPDATE`
  if (found.length !== 1) throw new DomainError('FORBIDDEN', 'Disabled meanwhile')
}

/** Holds the rights of a locked reviewer, and the database's clock. */
export type RightsNow = { now: Date; roles: StaffRole[] }

/** Selects the rights of a reviewer as they are now, after `lockReviewer`. */
export const rightsNow = ({ id }: PersonActor): Prisma.Sql => Prisma.sql`
  date_trunc('milliseconds', clock_timestamp()) AS now,
  ARRAY(SELECT role::text FROM role_grants WHERE user_id = ${id}::uuid) AS roles`

/** @throws DomainError FORBIDDEN when they lost the right to review meanwhile */
export function refuseUnlessReviewing({ roles }: RightsNow): void {
  if (!capabilitiesOf(roles).includes('review.decide')) throw new DomainError('FORBIDDEN', 'Reviews no more')
}

/**
 * @throws DomainError FORBIDDEN when they may never hold it, CLAIM_LOST when they don't hold it, or no longer;
 *   CASE_CHANGED
 * in its place when nobody reviews it now
 */
export async function refuseUnlessHeld(
  reader: Reader,
  actor: PersonActor,
  found: Reviewable & { id: string },
  now: Date,
): Promise<void> {
  const subjectId = found.id
  if (!mayReview(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to review', { subjectId })
  if (!holdsClaim(actor, found, now)) throw await claimConflict(reader, 'CLAIM_LOST', subjectId)
}

/**
 * Lets those pass who hold the claim, and those who held it in this revision.
 *
 * @throws DomainError FORBIDDEN, CASE_CHANGED, CLAIM_LOST as `refuseUnlessHeld`
 */
export async function refuseUnlessEverHeld(
  tx: Tx,
  actor: PersonActor,
  found: Reviewable & { id: string; revision: number },
): Promise<void> {
  const { id: subjectId, revision } = found
  const claims = await tx.auditEvent.count({
    where: { subjectId, actorId: actor.id, action: 'review.claimed', data: { path: ['revision'], equals: revision } },
  })
  const isReviewed = found.status === 'IN_REVIEW' || found.status === 'SUBMITTED'
  if (claims > 0 && isReviewed && mayReview(actor, found)) return
  await refuseUnlessHeld(tx, actor, found, await databaseTime(tx))
}

/**
 * Returns the error when the guard of an UPDATE matched no row: the claim is lost, the case is decided, or it has
 * changed.
 */
export async function lostOrChanged(reader: Reader, actor: PersonActor, id: string, now: Date): Promise<DomainError> {
  const stillHeld = await reader.qualification.count({
    where: { id, status: 'IN_REVIEW', reviewerId: actor.id, leaseEndsAt: { gt: now } },
  })
  return stillHeld === 1
    ? new DomainError('CONFLICT', 'Changed since the reviewer opened it', { subjectId: id })
    : claimConflict(reader, 'CLAIM_LOST', id)
}
