import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { hasPersonalNumber } from '@/lib/core/personal-numbers'
import { Carrier, FilingState } from '@/lib/db/generated/enums'
import { EXTENSION_MAX, REASON_MAX } from './lifecycle'

/** Turns an empty field of a form into null. */
const orNull = <T extends z.ZodType>(item: T) =>
  z.preprocess((sent) => (typeof sent === 'string' && sent.trim() === '' ? null : sent), item.nullable().default(null))

export const SetFilingInput = z.object({
  senderSignatureId: IdText,
  carrier: z.enum(Carrier),
  /** Names the state that the screen showed. */
  from: z.enum(FilingState),
  /**
   * Says when the last change was made that the screen showed: the record can change while the state stays the same.
   * Without it, any version counts.
   */
  seen: z.coerce.date().optional(),
  state: z.enum(FilingState),
  extensionNumber: orNull(
    z
      .string()
      .trim()
      .regex(new RegExp(`^\\d{1,${EXTENSION_MAX}}$`), 'EXTENSION_FORMAT'),
  ),
  /** The applicant reads it, and it is stored for years: no number of a person belongs in it. */
  reason: orNull(
    z
      .string()
      .trim()
      .max(REASON_MAX, 'TOO_LONG')
      .refine((text) => !hasPersonalNumber(text), 'NOTE_WITH_NUMBER'),
  ),
  /** A date is YYYY-MM-DD in Shanghai. */
  filedOn: orNull(z.iso.date('DATE_NOT_REAL')),
  effectiveOn: orNull(z.iso.date('DATE_NOT_REAL')),
})
export type SetFilingInput = z.output<typeof SetFilingInput>
