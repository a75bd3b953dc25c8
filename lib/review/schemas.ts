import { z } from 'zod'
import { valuesIn } from '@/lib/core/form-values'
import { IdText } from '@/lib/core/id-text'
import { Mend, Verdict } from '@/lib/db/generated/enums'
import { exportNote } from '@/lib/qualifications/export-schemas'
import { EXPORT_REASONS } from '@/lib/qualifications/exports'
import { ReasonCode } from '@/lib/rulebook/reasons'
import { mendFrom, NOTE_MAX } from './mendable'

const PartInput = z.strictObject({
  partId: IdText,
  verdict: z.enum(Verdict),
  reasons: z
    .array(ReasonCode)
    .max(50)
    .transform((codes) => [...new Set(codes)])
    .default([]),
  mend: z.enum(Mend).nullable().default(null),
  mendField: z.string().max(64).nullable().default(null),
  note: z
    .string()
    .trim()
    .max(NOTE_MAX)
    .transform((note) => note || null)
    .nullable()
    .default(null),
})

export const DecideQualificationInput = z.object({
  qualificationId: IdText,
  /** The revision that was on the reviewer's screen. */
  revision: z.coerce.number().int().positive(),
  /** Of the catalogue that the reasons were chosen from; absent: the current one. */
  reasonsVersion: z.string().max(64).optional(),
  /** None where all parts were carried from an earlier revision. */
  parts: z.array(PartInput).max(100),
})
export type DecideQualificationInput = z.output<typeof DecideQualificationInput>

/**
 * The same, from a form: `parts` holds their ids, and each part's fields carry its id in their name, as in
 * `verdict:<id>`. What belongs to a refusal is left out of an acceptance, whose fields may still be filled.
 */
export const DecideQualificationForm = z.preprocess((sent) => {
  if (typeof sent !== 'object' || sent === null) return sent
  const form = sent as Record<string, unknown>
  const parts = valuesIn(form.parts).map((partId) => {
    const of = (name: string) => form[`${name}:${String(partId)}`]
    if (of('verdict') !== 'REFUSED') return { partId, verdict: of('verdict') }
    return { partId, verdict: 'REFUSED', reasons: valuesIn(of('reasons')), ...mendFrom(of('mend')), note: of('note') }
  })
  const { qualificationId, revision, reasonsVersion } = form
  return { qualificationId, revision, ...(reasonsVersion === undefined ? {} : { reasonsVersion }), parts }
}, DecideQualificationInput)

export const ClaimInput = z.object({ qualificationId: IdText })
export type ClaimInput = z.output<typeof ClaimInput>

const emptyIsNone = (value: unknown) => (value === '' ? null : value)

/** Why, where it is not in one's own claim; there it isn't asked. */
export const ShowDeclaredInput = z.object({
  qualificationId: IdText,
  reason: z.preprocess(emptyIsNone, z.enum(EXPORT_REASONS).nullable().default(null)),
  note: exportNote,
})
export type ShowDeclaredInput = z.output<typeof ShowDeclaredInput>

export const UrgencyInput = z.object({
  qualificationId: IdText,
  isUrgent: z.union([z.boolean(), z.enum(['true', 'false']).transform((said) => said === 'true')]),
})
export type UrgencyInput = z.output<typeof UrgencyInput>

/** A name, a number, a code, a phone, a reference: whatever someone has at hand. */
export const SearchInput = z.object({ text: z.string().trim().min(1).max(200) })

/** A form whose button says it all. */
export const NothingInput = z.object({})
