import { z } from 'zod'
import { valuesIn } from '@/lib/core/forms/form-values'
import { IdText } from '@/lib/core/id-text'
import { hasPersonalNumber } from '@/lib/core/personal-numbers'
import { Correction, ExportReason, Verdict } from '@/lib/db/generated/enums'
import { exportNote } from '@/lib/qualifications/files/export-schemas'
import { OutlinedPlace } from '@/lib/qualifications/outlined-place'
import { ReasonCode } from '@/lib/rulebook/reason-catalogue'
import { RELEASE_REASONS, type ReleaseReason } from './claims/release-reasons'
import { correctionFrom, NOTE_MAX } from './decisions/correctable'
import { JudgementDrafts } from './decisions/judgement-drafts'
import { PHRASE_MAX } from './phrases/phrases'

/** Text that is no JSON becomes null, which no schema below accepts. */
const asJson = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}

const PartInput = z.strictObject({
  partId: IdText,
  verdict: z.enum(Verdict),
  reasons: z
    .array(ReasonCode)
    .max(50)
    .transform((codes) => [...new Set(codes)])
    .default([]),
  correction: z.enum(Correction).nullable().default(null),
  correctionField: z.string().max(64).nullable().default(null),
  note: z
    .string()
    .trim()
    .max(NOTE_MAX)
    .transform((note) => note || null)
    .nullable()
    .default(null),
  /** The place on a page of the part that the refusal is about. */
  place: OutlinedPlace.optional(),
})

export const DecideQualificationInput = z.object({
  qualificationId: IdText,
  /** The revision that was on the reviewer's screen. */
  revision: z.coerce.number().int().positive(),
  /** The catalogue that the reasons were chosen from; absent means the current one. */
  reasonsVersion: z.string().max(64).optional(),
  /** The list is empty when all parts were carried from an earlier revision. */
  parts: z.array(PartInput).max(100),
})
export type DecideQualificationInput = z.output<typeof DecideQualificationInput>

/** Reads the same; with `NEXT` the reviewer continues with the next case. */
export const DecideAndGoOnInput = DecideQualificationInput.extend({ goOn: z.literal('NEXT').optional() })
export type DecideAndGoOnInput = z.output<typeof DecideAndGoOnInput>

/**
 * Reads the same from a form: `parts` contains their ids, and the names of each part's fields end with its id, as in
 * `verdict:<id>`. The fields of a refusal are ignored in an acceptance, where they may still be filled.
 */
export const DecideQualificationForm = z.preprocess((sent) => {
  if (typeof sent !== 'object' || sent === null) return sent
  const form = sent as Record<string, unknown>
  const parts = valuesIn(form.parts).map((partId) => {
    const of = (name: string) => form[`${name}:${String(partId)}`]
    if (of('verdict') !== 'REFUSED') return { partId, verdict: of('verdict') }
    return {
      partId,
      verdict: 'REFUSED',
      reasons: valuesIn(of('reasons')),
      ...correctionFrom(of('correction')),
      note: of('note'),
      ...(of('place') ? { place: asJson(of('place')) } : {}),
    }
  })
  const { qualificationId, revision, reasonsVersion, goOn } = form
  const given = Object.entries({ reasonsVersion, goOn }).filter(([, value]) => value !== undefined)
  return { qualificationId, revision, ...Object.fromEntries(given), parts }
}, DecideAndGoOnInput)

/** The drafts are one JSON text: a form has no other way to hold them. */
export const SaveJudgementDraftsInput = z.object({
  qualificationId: IdText,
  revision: z.coerce.number().int().positive(),
  drafts: z.preprocess(asJson, JudgementDrafts),
})
export type SaveJudgementDraftsInput = z.output<typeof SaveJudgementDraftsInput>

/** A phrase goes into notes, and a note contains no number of a person. */
export const SavePhraseInput = z.object({
  text: z
    .string()
    .trim()
    .min(1)
    .refine((text) => [...text].length <= PHRASE_MAX)
    .refine((text) => !hasPersonalNumber(text)),
})
export type SavePhraseInput = z.output<typeof SavePhraseInput>

export const RemovePhraseInput = z.object({ phraseId: IdText })
export type RemovePhraseInput = z.output<typeof RemovePhraseInput>

export const ClaimInput = z.object({ qualificationId: IdText })
export type ClaimInput = z.output<typeof ClaimInput>

/** `unread` says how many files were not read yet when the browser was sent the case. */
export const RenewInput = ClaimInput.extend({ unread: z.coerce.number().int().min(0).optional() })

export const NoticeInput = z.object({ noticeId: IdText })

const emptyIsNone = (value: unknown) => (value === '' ? null : value)

/** The reason, which a lead gives for taking back the case of another, and whose it was when they were asked. */
export const ReleaseInput = ClaimInput.extend({
  holderId: z.preprocess(emptyIsNone, IdText.nullable().default(null)),
  reason: z.preprocess(emptyIsNone, z.enum(RELEASE_REASONS).nullable().default(null)),
})
export type ReleaseInput = z.input<typeof ClaimInput> & { holderId?: string | null; reason?: ReleaseReason | null }

/** The reason, which is required outside one's own claim. */
export const ShowDeclaredInput = z.object({
  qualificationId: IdText,
  reason: z.preprocess(emptyIsNone, z.enum(ExportReason).nullable().default(null)),
  note: exportNote,
})
export type ShowDeclaredInput = z.output<typeof ShowDeclaredInput>

export const UrgencyInput = z.object({
  qualificationId: IdText,
  isUrgent: z.union([z.boolean(), z.enum(['true', 'false']).transform((said) => said === 'true')]),
})
export type UrgencyInput = z.output<typeof UrgencyInput>

/** The text of a search is a name, a number, a code, a phone or a reference. */
export const SearchInput = z.object({ text: z.string().trim().min(1).max(200) })

/** A form that has only a button. */
export const NothingInput = z.object({})
