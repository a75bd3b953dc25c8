import { z } from 'zod'

/** How a qualification ends, as far as it matters for how long it is kept. ABANDONED: nobody touched it until it lapsed. */
export const RETAINED_OUTCOMES = ['APPROVED', 'REJECTED', 'WITHDRAWN', 'ABANDONED'] as const
export type RetainedOutcome = (typeof RETAINED_OUTCOMES)[number]

/**
 * From the end of a qualification, in days; of what was approved, from the end of its validity. DOCUMENTS: files, their
 * images and their names. DETAILS: what was declared, and all that was written. Decisions and events name nobody, and
 * are kept for good.
 */
const Kept = z.object({ documentsDays: z.int().nonnegative(), detailsDays: z.int().nonnegative() })

export const Retention = z.record(z.enum(RETAINED_OUTCOMES), Kept)
export type Retention = z.infer<typeof Retention>

/** The shortest that is needed (PIPL 19), two years for whoever sent messages: also of rules from before they said it. */
export const DEFAULT_RETENTION: Retention = {
  APPROVED: { documentsDays: 730, detailsDays: 730 },
  REJECTED: { documentsDays: 90, detailsDays: 90 },
  WITHDRAWN: { documentsDays: 90, detailsDays: 90 },
  ABANDONED: { documentsDays: 90, detailsDays: 90 },
}
