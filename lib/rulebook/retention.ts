/** Retention depends on these outcomes. ABANDONED: nobody touched it until it lapsed. */
export const RETAINED_OUTCOMES = ['APPROVED', 'REJECTED', 'WITHDRAWN', 'ABANDONED'] as const
export type RetainedOutcome = (typeof RETAINED_OUTCOMES)[number]

/**
 * Counts days of retention from the end of a qualification; for an approved one, from the end of its validity.
 * DOCUMENTS: files, their images and their names. DETAILS: what was declared, and all that people wrote. Decisions and
 * events name nobody, and are stored permanently.
 */
type RetentionDays = { documentsDays: number; detailsDays: number }

export type Retention = Record<RetainedOutcome, RetentionDays>

/**
 * The shortest retention that is needed (PIPL 19), two years for senders of messages; also for rules from before
 * retention was part of them.
 */
export const DEFAULT_RETENTION: Retention = {
  APPROVED: { documentsDays: 730, detailsDays: 730 },
  REJECTED: { documentsDays: 90, detailsDays: 90 },
  WITHDRAWN: { documentsDays: 90, detailsDays: 90 },
  ABANDONED: { documentsDays: 90, detailsDays: 90 },
}
