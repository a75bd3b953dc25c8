import { z } from 'zod'
import { DocumentKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { ID_TYPES } from './id-types'
import { DEFAULT_RETENTION, RETAINED_OUTCOMES, type Retention } from './retention'
import { SWITCHES } from './switches'

/**
 * A rulebook says what is required of whom, as plain data: a version can be stored as JSON, compared, shown and parsed
 * again. A submission remembers the version that it was started under and is judged by no other.
 */

/** An ID has these photographed pages: the one with the portrait (front, data page), and the other side. */
export const ID_PAGES = ['PORTRAIT', 'EMBLEM'] as const

/** Checks that a field can name; `checks/field-checks.ts` has one function for each. */
export const FIELD_CHECKS = [
  'PERSON_NAME',
  'ORGANISATION_NAME',
  'NOT_IN_FUTURE',
  'ADULT',
  'ID_NUMBER',
  'AFTER_VALID_FROM',
  'NOT_ENDED',
  'LONG_TERM_OFFERED',
  'MAINLAND_MOBILE',
  'SOCIAL_CREDIT_CODE',
  'ORGANISATION_CODE',
  'NOT_THE_APPLICANT',
  'NOT_BEFORE_AUTHORISED_FROM',
] as const
export type FieldCheck = (typeof FIELD_CHECKS)[number]

/** A condition that is met while another field has one of these values. */
const Condition = z.object({ field: z.string(), is: z.array(z.string()).min(1) })
export type Condition = z.infer<typeof Condition>

const FieldRule = z.object({
  key: z.string().regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/),
  /**
   * Names the form of the answer: DATE as YYYY-MM-DD, CHOICES as options joined by commas, NUMBER_CODE in capitals
   * without spaces, PHONE as E.164.
   */
  type: z.enum(['TEXT', 'LONG_TEXT', 'DATE', 'DATE_OR_LONG_TERM', 'CHOICE', 'CHOICES', 'NUMBER_CODE', 'PHONE']),
  required: z.boolean(),
  /** Limits the length of the answer, in characters (code points). */
  maxLength: z.int().positive(),
  options: z.array(z.string()).min(1).optional(),
  /** Lists the options that other answers leave: the first whose conditions hold; all of `options` while none does. */
  optionsWhen: z.array(z.object({ when: z.array(Condition).min(1), options: z.array(z.string()).min(1) })).optional(),
  /** Options that are offered only while a switch is on. */
  optionSwitches: z.record(z.string(), z.enum(SWITCHES)).optional(),
  /** Names the blind index that finds it. */
  searchable: z.enum(['name', 'idNumber', 'code', 'phone']).optional(),
  /** Says whether it is masked until a person asks to see it. */
  sensitive: z.boolean(),
  /** Taken from the verified phone of the person who applies; not typed. */
  filledFrom: z.enum(['ACCOUNT_PHONE']).optional(),
  when: z.array(Condition).optional(),
  checks: z.array(z.enum(FIELD_CHECKS)),
})
export type FieldRule = z.infer<typeof FieldRule>

const FieldGroup = z.object({
  key: z.string().regex(/^[a-z][A-Za-z]*$/),
  fields: z.array(FieldRule).min(1),
  when: z.array(Condition).optional(),
})
export type FieldGroup = z.infer<typeof FieldGroup>

const IdTypeRule = z.object({
  type: z.enum(ID_TYPES),
  /** The pages that are photographed, in addition to the ID in the hand. */
  pages: z.array(z.enum(ID_PAGES)).min(1),
  /** Says whether it can be valid without an end. */
  longTerm: z.boolean(),
})
export type IdTypeRule = z.infer<typeof IdTypeRule>

const DocumentSlot = z.object({
  kind: z.enum(DocumentKind),
  /** The slot needs at least so many files; 0 makes it optional. */
  min: z.int().nonnegative(),
  max: z.int().positive(),
  mediaTypes: z.array(z.string()).min(1),
  maxBytes: z.int().positive(),
  /** Sets the limit of a PDF when it differs; older versions have none. */
  maxPdfBytes: z.int().positive().optional(),
  maxPixels: z.int().positive(),
  /** The short side of a picture has at least so many pixels. */
  minShortSide: z.int().positive(),
  /**
   * Lists its dependencies: field keys, `signatures`, or `signature` (its own). An accepted document is reviewed again
   * when one of them changes.
   */
  restsOn: z.array(z.string()),
  /** Lists more dependencies under other answers. */
  restsOnWhen: z.array(z.object({ when: z.array(Condition).min(1), keys: z.array(z.string()).min(1) })).optional(),
  /** A page of the ID whose type is in `field`: required only when that type has such a page. */
  idPage: z.object({ field: z.string(), page: z.enum(ID_PAGES) }).optional(),
  /** Says whether there is one slot for each sender signature whose source needs evidence. */
  eachSignature: z.boolean().optional(),
  when: z.array(Condition).optional(),
})
export type DocumentSlot = z.infer<typeof DocumentSlot>

const SignatureRules = z.object({
  min: z.int().positive(),
  max: z.int().positive(),
  /** A text has at least so many characters, without the brackets. */
  minLength: z.int().positive(),
  maxLength: z.int().positive(),
  sources: z.array(z.object({ source: z.enum(SignatureSource), needsEvidence: z.boolean() })).min(1),
})

const SampleRules = z.object({ min: z.int().positive(), max: z.int().positive(), maxLength: z.int().positive() })

/** Holds the requirements for one kind of applicant. Those that depend on a type within the kind have a `when`. */
const KindRules = z.object({
  idTypes: z.array(IdTypeRule).min(1),
  groups: z.array(FieldGroup).min(1),
  documents: z.array(DocumentSlot).min(1),
  signatures: SignatureRules,
  samples: SampleRules,
})
export type KindRules = z.infer<typeof KindRules>

const Terms = z.object({
  /** An approval has this term, unless a document expires before. */
  validityMonths: z.int().positive(),
  /** The time from a rejection until another one can be started. */
  coolingOffDays: z.int().nonnegative(),
  /** Untouched days until a draft lapses, and until its owner is notified. */
  draftLapseDays: z.int().positive(),
  draftLapseWarnDays: z.int().positive(),
  /** The lease of a reviewer's claim, unless it is renewed. */
  leaseMinutes: z.int().positive(),
  /** A person is an adult from this age, by the date in Shanghai. */
  adultAge: z.int().positive(),
})
export type Terms = z.infer<typeof Terms>

const Switches = z.record(z.enum(SWITCHES), z.boolean())

const RetentionDays = z.object({ documentsDays: z.int().nonnegative(), detailsDays: z.int().nonnegative() })
const RetentionRules = z.record(z.enum(RETAINED_OUTCOMES), RetentionDays) satisfies z.ZodType<Retention>

export const Rulebook = z.object({
  version: z.string().regex(/^[a-z-]+\/\d{4}-\d{2}(\.\d+)?$/),
  /** It is in force from this day: YYYY-MM-DD in Shanghai. */
  effectiveFrom: z.iso.date(),
  terms: Terms,
  switches: Switches,
  retention: RetentionRules.default(DEFAULT_RETENTION),
  /** A kind without rules can't apply. */
  kinds: z.partialRecord(z.enum(QualificationKind), KindRules),
})
export type Rulebook = z.infer<typeof Rulebook>
