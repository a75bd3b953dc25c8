import { z } from 'zod'

/** What staff may see of ID numbers in an hour. */
export const REVEALS = {
  /**
   * How many times in any 60 minutes one person may have ID numbers shown to them, cases that they claimed and did not
   * decide included. A reviewer who decides what they claim stays far below it.
   */
  REVEALS_AN_HOUR: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(1, 'must be 1 or more')
    .max(100_000, 'must be 100000 or less')
    .default(60),
}
