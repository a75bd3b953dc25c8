import { z } from 'zod'

/** Limits what staff may see of ID numbers in an hour. */
export const REVEALS = {
  /**
   * Limits how often ID numbers are shown to one person in any 60 minutes, including cases that they claimed and did
   * not decide. A reviewer who decides what they claim stays far below it.
   */
  REVEALS_AN_HOUR: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(1, 'must be 1 or more')
    .max(100_000, 'must be 100000 or less')
    .default(60),
  /**
   * Limits how many rows an unmasked list of one administrator alone may have; above it another one has to allow the
   * list. Each row counts as a reveal, so that a list of more than REVEALS_AN_HOUR takes a second one in any case.
   */
  UNMASKED_ROWS_ALONE: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(0, 'must be 0 or more')
    .max(100_000, 'must be 100000 or less')
    .default(50),
}
