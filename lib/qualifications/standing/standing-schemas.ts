import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { StandingReason } from '@/lib/db/generated/enums'
import { STANDING_NOTE_MAX } from './standing'

export const ChangeStandingInput = z.object({
  qualificationId: IdText,
  reason: z.enum(StandingReason),
  /** The applicant reads it. */
  note: z
    .string()
    .trim()
    .max(STANDING_NOTE_MAX, 'TOO_LONG')
    .transform((note) => note || null)
    .nullable()
    .default(null),
})
export type ChangeStandingInput = z.output<typeof ChangeStandingInput>
