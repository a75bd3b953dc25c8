import { type Actor, can } from '@/lib/actor/actor'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { holdsClaim, mayReview } from '@/lib/qualifications/policy'

/** The columns of a qualification that decide who may do what. */
export type Reviewable = {
  status: QualificationStatus
  accountId: string
  reviewerId: string | null
  leaseEndsAt: Date | null
}

/** Returns whether it can be claimed: it is in the queue, or its claim has expired, swept or not. */
export function isFree({ status, leaseEndsAt }: Pick<Reviewable, 'status' | 'leaseEndsAt'>, now: Date): boolean {
  return status === 'SUBMITTED' || (status === 'IN_REVIEW' && leaseEndsAt !== null && leaseEndsAt <= now)
}

/** Returns whether the person may release the claim: its holder, or a lead, since the holder may be ill. */
export function mayRelease(actor: Actor, qualification: Reviewable, now: Date): boolean {
  return holdsClaim(actor, qualification, now) || (can(actor, 'review.lead') && mayReview(actor, qualification))
}
