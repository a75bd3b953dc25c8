import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { capabilitiesOf } from '@/lib/auth/capabilities'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import { holdsClaim, mayReview } from '@/lib/qualifications/policy'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { Reviewable } from './policy'

/** A claim as its holder is told of it. */
export type Claim = {
  qualificationId: string
  leaseEndsAt: Date
  /** Of the lease, from now: a browser's clock may be wrong, but it counts seconds well. */
  secondsLeft: number
}

/** When a claim taken or renewed now ends, by the rulebook that the submission was begun under. */
export async function leaseEnd(tx: Tx, now: Date, rulebookVersion: string): Promise<Date> {
  const { leaseMinutes } = (await rulebookOf(rulebookVersion, tx)).terms
  return new Date(now.getTime() + leaseMinutes * MINUTE)
}

export function claimOf(qualificationId: string, leaseEndsAt: Date, now: Date): Claim {
  return { qualificationId, leaseEndsAt, secondsLeft: Math.floor((leaseEndsAt.getTime() - now.getTime()) / SECOND) }
}

/**
 * Makes claims of one reviewer wait for each other, for disabling them and for taking their role: a double click is one
 * claim, and nobody who was disabled or reviews no more holds one. (NO KEY UPDATE leaves rows that refer to the person
 * alone; what they may is read once they are locked, so as it is by then.)
 *
 * @throws DomainError FORBIDDEN when they were disabled, or review no more, meanwhile
 */
export async function lockReviewer(tx: Tx, actor: PersonActor): Promise<void> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users WHERE id = ${actor.id}::uuid AND status = 'ACTIVE' FOR NO KEY UPDATE`
  if (found.length !== 1) throw new DomainError('FORBIDDEN', 'Disabled meanwhile')
  const grants = await tx.roleGrant.findMany({ where: { userId: actor.id }, select: { role: true } })
  const may = capabilitiesOf(grants.map(({ role }) => role))
  if (!may.includes('review.decide')) throw new DomainError('FORBIDDEN', 'Reviews no more')
}

/**
 * @throws DomainError FORBIDDEN when it could never be theirs, INVALID_STATE when nobody reviews it now, CLAIM_LOST when
 * they don't hold it, or no longer
 */
export function refuseUnlessHeld(actor: PersonActor, found: Reviewable & { id: string }, now: Date): void {
  const subjectId = found.id
  if (!mayReview(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to review', { subjectId })
  if (found.status !== 'IN_REVIEW' && found.status !== 'SUBMITTED') {
    throw new DomainError('INVALID_STATE', `Nobody reviews what is ${found.status}`, { subjectId })
  }
  if (!holdsClaim(actor, found, now)) throw new DomainError('CLAIM_LOST', 'Not, or no longer, theirs', { subjectId })
}

/** Which refusal it is when a guard of an UPDATE no longer held: the claim is gone, or what it was about has changed. */
export async function lostOrChanged(tx: Tx, actor: PersonActor, id: string, now: Date): Promise<DomainError> {
  const stillHeld = await tx.qualification.count({
    where: { id, status: 'IN_REVIEW', reviewerId: actor.id, leaseEndsAt: { gt: now } },
  })
  return stillHeld === 1
    ? new DomainError('CONFLICT', 'Changed since the reviewer opened it', { subjectId: id })
    : new DomainError('CLAIM_LOST', 'The claim ended meanwhile', { subjectId: id })
}
