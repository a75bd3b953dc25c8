import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { HoldReason } from '@/lib/db/generated/enums'
import { HOLD_COVERS, HOLD_NOTE_MAX } from './legal-holds'

export const PlaceLegalHoldInput = z
  .object({
    qualificationId: IdText,
    covers: z.enum(HOLD_COVERS),
    reason: z.enum(HoldReason, 'REASON_MISSING'),
    note: z
      .string()
      .trim()
      .max(HOLD_NOTE_MAX, 'TOO_LONG')
      .transform((note) => note || null)
      .nullable()
      .default(null),
  })
  .refine(({ reason, note }) => reason !== 'OTHER' || note !== null, { path: ['note'], message: 'NOTE_MISSING' })
export type PlaceLegalHoldInput = z.output<typeof PlaceLegalHoldInput>

/** The form shares its page with others, so its fields have ids of their own. */
export const PlaceLegalHoldForm = z.preprocess((sent) => {
  if (typeof sent !== 'object' || sent === null) return sent
  const { holdReason: reason, holdNote: note, ...rest } = sent as Record<string, unknown>
  return { ...rest, reason, note }
}, PlaceLegalHoldInput)

export const LiftLegalHoldInput = z.object({ holdId: IdText })
export type LiftLegalHoldInput = z.output<typeof LiftLegalHoldInput>
