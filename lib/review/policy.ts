import { type Actor, can } from '@/lib/auth/actor'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { holdsClaim, mayReview } from '@/lib/qualifications/policy'

/** What deciding who may takes from a qualification. */
export type Reviewable = {
  status: QualificationStatus
  accountId: string
  reviewerId: string | null
  leaseEndsAt: Date | null
}

/** In the queue, or under a claim that is past and so nobody's, whether or not the sweep has been. */
export function isFree({ status, leaseEndsAt }: Pick<Reviewable, 'status' | 'leaseEndsAt'>, now: Date): boolean {
  return status === 'SUBMITTED' || (status === 'IN_REVIEW' && leaseEndsAt !== null && leaseEndsAt <= now)
}

/** The holder may; and a lead, of what another holds: they may be ill. */
export function mayRelease(actor: Actor, qualification: Reviewable, now: Date): boolean {
  return holdsClaim(actor, qualification, now) || (can(actor, 'review.lead') && mayReview(actor, qualification))
}
