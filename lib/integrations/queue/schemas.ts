import { z } from 'zod'
import { REVIEW_TARGET_SECONDS } from '@/lib/review/queue/target'

// What is written here is the contract: answers are described by it.

const count = z.int().nonnegative()

export const QueueFigures = z.strictObject({
  asOf: z.iso.datetime(),
  waiting: count.describe('Applications that nobody reviews now.'),
  inReview: count.describe('Applications that a reviewer holds now.'),
  urgent: count.describe('Of both, those that are marked as urgent.'),
  overTarget: count.describe('Of both, those that have waited longer than `targetSeconds`.'),
  resubmitted: count.describe('Of both, those that were submitted again after changes.'),
  kinds: z.strictObject({ INDIVIDUAL: count, ORGANISATION: count }),
  oldestSince: z.iso.datetime().nullable().describe('Since when the oldest of both has waited.'),
  targetSeconds: z.literal(REVIEW_TARGET_SECONDS).describe('In which each should be decided.'),
  supplements: count.describe('Material for carriers that waits for a reviewer.'),
  usual: z
    .strictObject({ decided: count, medianSeconds: z.number(), ninetiethSeconds: z.number() })
    .nullable()
    .describe(
      'From first submission to first decision, in the last 30 days, of all live accounts; null while too few were decided, and for a test key.',
    ),
})
export type QueueFigures = z.output<typeof QueueFigures>
