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
}
