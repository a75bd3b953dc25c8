import { z } from 'zod'
import { code, codes, count, digest, event, id, instant } from '../define'

export const REVIEW_EVENTS = [
  event('review.claimed', 'QUALIFICATION', { revision: count, leaseEndsAt: instant }),
  /** `reason` is null when reviewers released their own. */
  event(
    'review.released',
    'QUALIFICATION',
    { revision: count, reviewerId: id, reason: code('releaseReason').nullable() },
    2,
  ),
  /** The lease ran out, or the reviewer was disabled. */
  event('review.claim_lapsed', 'QUALIFICATION', { revision: count, reviewerId: id, because: code('claimLoss') }),
  /** A reviewer took back a decision that they had sent, before it took effect. */
  event('review.undone', 'QUALIFICATION', { submissionId: id, revision: count, outcome: code('status') }),
  /** A decision that was sent was no longer legal when it was to take effect. `because` is the refusal. */
  event('review.send_dropped', 'QUALIFICATION', {
    submissionId: id,
    revision: count,
    reviewerId: id,
    outcome: code('status'),
    because: code('refusal'),
  }),
  event('review.urgency_set', 'QUALIFICATION', { revision: count, isUrgent: z.boolean() }),
  /** Someone looked for what was declared: by what kind of value, and how many they found; never by which. */
  event('qualification.searched', null, { by: code('search'), found: count }),
  /**
   * Someone was refused since ID numbers would have been shown to them more than `count` times within an hour: an
   * alert, once an hour.
   */
  event('review.reveal_cap_reached', 'USER', { count }),
  /** `note` commits to what the reviewer wrote about that part. */
  event('review.decided', 'QUALIFICATION', {
    decisionId: id,
    submissionId: id,
    revision: count,
    from: code('status'),
    to: code('status'),
    parts: z.array(
      z.strictObject({
        partId: id,
        verdict: code(null),
        reasons: codes(null),
        mend: code(null).nullable(),
        mendField: code(null).nullable(),
        note: digest.nullable(),
      }),
    ),
  }),
] as const
