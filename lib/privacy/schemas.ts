import { z } from 'zod'
import { SignInCodeText } from '@/lib/accounts/schemas'
import { IdText } from '@/lib/core/id-text'
import { hasPersonalNumber } from '@/lib/core/personal-numbers'
import { GRANT_REASONS, REFUSE_REASONS, REQUEST_NOTE_MAX } from './erasure/decision-reasons'

/** Names a qualification, or, without one, the whole account. */
export const RequestErasureInput = z.object({
  accountId: IdText,
  qualificationId: IdText.nullable().default(null),
  code: SignInCodeText,
})
export type RequestErasureInput = z.output<typeof RequestErasureInput>

export const ErasureRequestInput = z.object({ requestId: IdText })
export type ErasureRequestInput = z.output<typeof ErasureRequestInput>

/** The applicant reads it, and it stays: it contains no number of a person. */
const note = z
  .string()
  .trim()
  .max(REQUEST_NOTE_MAX, 'TOO_LONG')
  .refine((text) => !hasPersonalNumber(text), 'NOTE_WITH_NUMBER')
  .transform((text) => text || null)
  .nullable()
  .default(null)

const explained = { note }
export const DecideErasureRequestInput = z
  .discriminatedUnion('decision', [
    z.object({ requestId: IdText, decision: z.literal('GRANT'), reason: z.enum(GRANT_REASONS), ...explained }),
    z.object({ requestId: IdText, decision: z.literal('REFUSE'), reason: z.enum(REFUSE_REASONS), ...explained }),
  ])
  .refine(({ reason, note: written }) => reason !== 'OTHER' || written !== null, {
    path: ['note'],
    message: 'NOTE_MISSING',
  })
export type DecideErasureRequestInput = z.output<typeof DecideErasureRequestInput>
