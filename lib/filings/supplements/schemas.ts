import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { hasPersonalNumber } from '@/lib/core/personal-numbers'
import { Carrier, DocumentKind } from '@/lib/db/generated/enums'
import { SUPPLEMENT_NOTE_MAX } from './note-length'

/** The applicant reads it, and it is stored for years: no number of a person belongs in it. */
const note = z
  .string()
  .trim()
  .min(1, 'REQUIRED')
  .max(SUPPLEMENT_NOTE_MAX, 'TOO_LONG')
  .refine((text) => !hasPersonalNumber(text), 'NOTE_WITH_NUMBER')

export const RequestSupplementInput = z
  .object({
    /** Names the signature and the carrier of the filing, as the form's one choice: `ID CMCC`. */
    filing: z.string(),
    kind: z.enum(DocumentKind),
    note,
  })
  .transform(({ filing, ...rest }) => {
    const [senderSignatureId = '', carrier = ''] = filing.split(' ')
    return { ...rest, senderSignatureId, carrier }
  })
  .pipe(z.object({ senderSignatureId: IdText, carrier: z.enum(Carrier), kind: z.enum(DocumentKind), note: z.string() }))
export type RequestSupplementInput = z.output<typeof RequestSupplementInput>

export const CloseSupplementInput = z.object({
  supplementId: IdText,
  outcome: z.enum(['ACCEPTED', 'REFUSED', 'WITHDRAWN']),
  /** Lists the ids of the files that the screen showed, in order: the decision is about these. */
  seen: z.string().max(1_000).default(''),
  /** Says why it is refused, for the applicant. */
  reason: z.preprocess(
    (sent) => (typeof sent === 'string' && sent.trim() === '' ? null : sent),
    note.nullable().default(null),
  ),
})
export type CloseSupplementInput = z.output<typeof CloseSupplementInput>
