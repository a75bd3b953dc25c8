import { z } from 'zod'
import { many } from '@/lib/core/forms/form-values'
import { Correction, DocumentKind, PartKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { ID_TYPES } from '../id-types'
import { LETTER_VARIANTS } from '../letters/letter-text'
import { ReasonCode } from '../reason-catalogue'
import { RETAINED_OUTCOMES } from '../retention'
import { SWITCHES } from '../switches'
import { REQUIREMENTS, SOURCE_CHOICES } from './edit-choices'
import { MEDIA_TYPES } from './rulebook-limits'
import { RuleDraftInput } from './schemas'

/**
 * The forms of the editors have paths as names, as in `fields/person.name/requirement`, and each form saves one
 * part of a draft.
 */

const typed = z.string('TYPED').max(4_000, 'TOO_LONG')
const number = z.coerce.number('NUMBER').int('NUMBER').min(0, 'NUMBER').max(1_000_000_000, 'NUMBER')
const positive = number.min(1, 'NUMBER')
const words = z.object({ 'zh-CN': typed, en: typed })
const kind = z.enum(QualificationKind)

const TermsEdit = z.object({
  part: z.literal('TERMS'),
  terms: z.object({
    validityMonths: positive,
    coolingOffDays: number,
    draftLapseDays: positive,
    draftLapseWarnDays: positive,
    leaseMinutes: positive,
    adultAge: positive,
  }),
  switches: many(z.enum(SWITCHES), SWITCHES.length),
})
const RetentionEdit = z.object({
  part: z.literal('RETENTION'),
  retention: z.record(z.enum(RETAINED_OUTCOMES), z.object({ documentsDays: number, detailsDays: number })),
})
const FieldsEdit = z.object({
  part: z.literal('FIELDS'),
  kind,
  idTypes: many(z.enum(ID_TYPES), ID_TYPES.length),
  fields: z
    .record(z.string(), z.object({ requirement: z.enum(REQUIREMENTS).optional(), maxLength: positive.optional() }))
    .default({}),
})
const DocumentsEdit = z.object({
  part: z.literal('DOCUMENTS'),
  kind,
  documents: z.partialRecord(
    z.enum(DocumentKind),
    z.object({
      requirement: z.enum(REQUIREMENTS).optional(),
      min: number,
      max: positive,
      mediaTypes: many(z.enum(MEDIA_TYPES), MEDIA_TYPES.length),
      megabytes: positive,
      /** The limit of a PDF, which the form has where PDFs are accepted. */
      pdfMegabytes: positive.optional(),
      megapixels: positive,
      minShortSide: positive,
    }),
  ),
})
const SignaturesEdit = z.object({
  part: z.literal('SIGNATURES'),
  kind,
  signatures: z.object({ min: positive, max: positive, minLength: positive, maxLength: positive }),
  sources: z.partialRecord(z.enum(SignatureSource), z.enum(SOURCE_CHOICES)),
  samples: z.object({ min: positive, max: positive, maxLength: positive }),
})
const ReasonEdit = z.object({
  part: z.literal('REASON'),
  /** Holds the code of the changed reason; empty for a new one. */
  of: z.union([ReasonCode, z.literal('')]),
  code: z.string('CODE').trim().pipe(ReasonCode),
  kind: z.enum(['retry', 'final']),
  parts: many(z.enum(PartKind).exclude(['DOCUMENT']), 10),
  documents: many(z.enum(DocumentKind), 50),
  /** The kinds of applicants for whose parts it can be given. */
  kinds: many(kind, 2),
  correction: z.enum(Correction).or(z.literal('').transform(() => null)),
  isOffered: z.literal('yes').optional(),
  name: words,
  means: words,
  howToCorrect: words,
})
const LetterEdit = z.object({
  part: z.literal('LETTER'),
  variant: z.enum(LETTER_VARIANTS),
  title: words,
  recipient: words,
  opening: words,
  closing: words,
  languages: words,
  labels: z.record(z.string(), words).default({}),
  idTypes: z.record(z.string(), words).default({}),
  marks: z.record(z.string(), z.object({ label: words, hint: words })).default({}),
  clauses: z.record(z.string(), z.object({ heading: words, text: words })).default({}),
})

export const RuleEdit = z.discriminatedUnion('part', [
  TermsEdit,
  RetentionEdit,
  FieldsEdit,
  DocumentsEdit,
  SignaturesEdit,
  ReasonEdit,
  LetterEdit,
])
export type RuleEdit = z.output<typeof RuleEdit>
export type EditOf<P extends RuleEdit['part']> = Extract<RuleEdit, { part: P }>

export const EditRuleDraftForm = z.preprocess(
  (sent) => {
    if (typeof sent !== 'object' || sent === null) return sent
    const form = nested(Object.entries(sent).map(([name, value]) => [name.split('/', DEEPEST), value] as const))
    const { draftId, edits, overwrite, ...edit } = form
    return { draftId, edits, overwrite, edit }
  },
  RuleDraftInput.extend({ overwrite: z.literal('yes').optional(), edit: RuleEdit }),
)
/** `overwrite` is sent by a person who saw another's change and wants their own part nevertheless. */
export type EditRuleDraftInput = z.output<typeof EditRuleDraftForm>

/** A name, such as `clauses/3/heading/en`, has at most so many steps. No form of the portal has a deeper one. */
const DEEPEST = 5

type Entry = readonly [readonly string[], unknown]

/**
 * Turns entries that share their first name into one object. (`fromEntries` defines a property where an assignment
 * could call a setter.)
 */
function nested(entries: readonly Entry[]): Record<string, unknown> {
  const names = [...new Set(entries.map(([[first = '']]) => first))]
  return Object.fromEntries(
    names.map((name) => {
      const own = entries.filter(([[first]]) => first === name)
      const whole = own.find(([path]) => path.length === 1)
      return [name, whole ? whole[1] : nested(own.map(([path, value]) => [path.slice(1), value] as const))]
    }),
  )
}
