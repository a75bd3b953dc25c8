import { z } from 'zod'

/** Limits what staff may see of ID numbers in an hour. */
export const REVEALS = {
  REVEALS_AN_HOUR: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(1, 'must be 1 or more')
    .max(100_000, 'must be 100000 or less')
    .default(60)
    .describe(
      'how often ID numbers are shown to one member of staff in any 60 minutes, cases that they claimed and did not decide included; above it showing and claiming are refused, and administrators are notified. Of an unmasked list each row counts',
    ),
  UNMASKED_ROWS_ALONE: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(0, 'must be 0 or more')
    .max(100_000, 'must be 100000 or less')
    .default(50)
    .describe(
      'how many rows an unmasked list may have without a second administrator, at most `REVEALS_AN_HOUR`; with `0` each takes two: [reports](reports.md#masked)',
    ),
}
