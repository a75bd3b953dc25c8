import { z } from 'zod'
import { DocumentKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { DEFAULT_RETENTION, Retention } from './retention'

/**
 * What whom is asked for, as plain data: a version of it can be stored as JSON, compared, shown and parsed again.
 * A submission remembers the version that it was begun under and is judged by no other.
 */

export const ID_TYPES = [
  'RESIDENT_ID',
  'HK_MACAO_PERMIT',
  'TAIWAN_PERMIT',
  'HMT_RESIDENCE_PERMIT',
  'FOREIGN_PERMANENT_RESIDENT_ID',
  'PASSPORT',
] as const
export type IdType = (typeof ID_TYPES)[number]

/** Of an ID, as photographed: the page with the portrait (front, data page), and the other side. */
export const ID_PAGES = ['PORTRAIT', 'EMBLEM'] as const

export { LONG_TERM } from './long-term'

/** Checks that a field can ask for by name; `checks/field-checks.ts` has one function for each. */
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

/** What an administrator can turn off without taking it out of the rules. */
export const SWITCHES = ['individualBusinesses', 'organisationCodeCertificates', 'individualMarketing'] as const
export type Switch = (typeof SWITCHES)[number]

/** Asked for only while another field has one of these values. */
const Condition = z.object({ field: z.string(), is: z.array(z.string()).min(1) })
export type Condition = z.infer<typeof Condition>

const FieldRule = z.object({
  key: z.string().regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/),
  /** How it is written: DATE as YYYY-MM-DD, CHOICES as options joined by commas, NUMBER_CODE in capitals without spaces, PHONE as E.164. */
  type: z.enum(['TEXT', 'LONG_TEXT', 'DATE', 'DATE_OR_LONG_TERM', 'CHOICE', 'CHOICES', 'NUMBER_CODE', 'PHONE']),
  required: z.boolean(),
  /** In characters (code points). */
  maxLength: z.int().positive(),
  options: z.array(z.string()).min(1).optional(),
  /** The options that other answers leave: the first whose conditions hold; all of `options` while none does. */
  optionsWhen: z.array(z.object({ when: z.array(Condition).min(1), options: z.array(z.string()).min(1) })).optional(),
  /** Options that are offered only while a switch is on. */
  optionSwitches: z.record(z.string(), z.enum(SWITCHES)).optional(),
  /** Which blind index finds it again. */
  searchable: z.enum(['name', 'idNumber', 'code', 'phone']).optional(),
  /** Shown masked until asked for. */
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
  /** Photographed besides the one in hand. */
  pages: z.array(z.enum(ID_PAGES)).min(1),
  /** Whether it can be valid without an end. */
  longTerm: z.boolean(),
})
export type IdTypeRule = z.infer<typeof IdTypeRule>

const DocumentSlot = z.object({
  kind: z.enum(DocumentKind),
  /** Fewest files; 0 makes the slot optional. */
  min: z.int().nonnegative(),
  max: z.int().positive(),
  mediaTypes: z.array(z.string()).min(1),
  maxBytes: z.int().positive(),
  /** Of a PDF, where it differs; versions of before this was told apart have none. */
  maxPdfBytes: z.int().positive().optional(),
  maxPixels: z.int().positive(),
  /** In pixels. */
  minShortSide: z.int().positive(),
  /** Field keys, or `signatures`, or `signature` (its own): what was accepted is open again when one of these changes. */
  restsOn: z.array(z.string()),
  /** And on these, while other answers are so. */
  restsOnWhen: z.array(z.object({ when: z.array(Condition).min(1), keys: z.array(z.string()).min(1) })).optional(),
  /** A page of the ID whose type stands in `field`: asked for only when that type has such a page. */
  idPage: z.object({ field: z.string(), page: z.enum(ID_PAGES) }).optional(),
  /** One slot for each sender signature whose source needs evidence. */
  eachSignature: z.boolean().optional(),
  when: z.array(Condition).optional(),
})
export type DocumentSlot = z.infer<typeof DocumentSlot>

const SignatureRules = z.object({
  min: z.int().positive(),
  max: z.int().positive(),
  /** Of its text, in characters, without the brackets. */
  minLength: z.int().positive(),
  maxLength: z.int().positive(),
  sources: z.array(z.object({ source: z.enum(SignatureSource), needsEvidence: z.boolean() })).min(1),
})

const SampleRules = z.object({ min: z.int().positive(), max: z.int().positive(), maxLength: z.int().positive() })

/** What one kind of applicant is asked for. What depends on a type within the kind says so by `when`. */
const KindRules = z.object({
  idTypes: z.array(IdTypeRule).min(1),
  groups: z.array(FieldGroup).min(1),
  documents: z.array(DocumentSlot).min(1),
  signatures: SignatureRules,
  samples: SampleRules,
})
export type KindRules = z.infer<typeof KindRules>

const Terms = z.object({
  /** How long an approval lasts, unless a document ends before. */
  validityMonths: z.int().positive(),
  /** From a rejection to the next try. */
  coolingOffDays: z.int().nonnegative(),
  /** Untouched, until a draft lapses, and when its owner is told. */
  draftLapseDays: z.int().positive(),
  draftLapseWarnDays: z.int().positive(),
  /** A reviewer's claim, unless renewed. */
  leaseMinutes: z.int().positive(),
  /** On Shanghai's date. */
  adultAge: z.int().positive(),
})
export type Terms = z.infer<typeof Terms>

const Switches = z.record(z.enum(SWITCHES), z.boolean())

export const Rulebook = z.object({
  version: z.string().regex(/^[a-z-]+\/\d{4}-\d{2}(\.\d+)?$/),
  /** YYYY-MM-DD, Shanghai. */
  effectiveFrom: z.iso.date(),
  terms: Terms,
  switches: Switches,
  retention: Retention.default(DEFAULT_RETENTION),
  /** A kind without rules can't apply. */
  kinds: z.partialRecord(z.enum(QualificationKind), KindRules),
})
export type Rulebook = z.infer<typeof Rulebook>
