import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { Carrier, FilingState } from '@/lib/db/generated/enums'
import { EXTENSION_MAX, REASON_MAX } from './lifecycle'

/** What a form leaves empty is not there. */
const orNull = <T extends z.ZodType>(item: T) =>
  z.preprocess((sent) => (typeof sent === 'string' && sent.trim() === '' ? null : sent), item.nullable().default(null))

export const SetFilingInput = z.object({
  senderSignatureId: IdText,
  carrier: z.enum(Carrier),
  /** The state that was on the screen. */
  from: z.enum(FilingState),
  /** When it was changed last, as the screen had it: a state may stay and its record change. Absent: whenever. */
  seen: z.coerce.date().optional(),
  state: z.enum(FilingState),
  extensionNumber: orNull(
    z
      .string()
      .trim()
      .regex(new RegExp(`^\\d{1,${EXTENSION_MAX}}$`), 'EXTENSION_FORMAT'),
  ),
  reason: orNull(z.string().trim().max(REASON_MAX, 'TOO_LONG')),
  /** YYYY-MM-DD, Shanghai. */
  filedOn: orNull(z.iso.date('DATE_NOT_REAL')),
  effectiveOn: orNull(z.iso.date('DATE_NOT_REAL')),
})
export type SetFilingInput = z.output<typeof SetFilingInput>
