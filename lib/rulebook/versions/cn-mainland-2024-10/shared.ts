import type { DocumentKind } from '@/lib/db/generated/enums'
import { factsOf, type SlotLimits } from '../../document-kinds'
import type { Condition, DocumentSlot, FieldGroup, FieldRule, IdTypeRule, KindRules } from '../../rulebook'

/** What both kinds of applicant are asked for. */

/** Returns a slot with the limits of its kind. */
export const slot = (kind: DocumentKind, asked: Omit<DocumentSlot, 'kind' | keyof SlotLimits>): DocumentSlot => ({
  ...factsOf(kind).limits,
  kind,
  ...asked,
})

export const ID_TYPE_RULES: IdTypeRule[] = [
  { type: 'RESIDENT_ID', pages: ['PORTRAIT', 'EMBLEM'], longTerm: true },
  { type: 'HK_MACAO_PERMIT', pages: ['PORTRAIT', 'EMBLEM'], longTerm: false },
  { type: 'TAIWAN_PERMIT', pages: ['PORTRAIT', 'EMBLEM'], longTerm: false },
  { type: 'HMT_RESIDENCE_PERMIT', pages: ['PORTRAIT', 'EMBLEM'], longTerm: false },
  { type: 'FOREIGN_PERMANENT_RESIDENT_ID', pages: ['PORTRAIT', 'EMBLEM'], longTerm: false },
  { type: 'PASSPORT', pages: ['PORTRAIT'], longTerm: false },
]

/** A person and their ID, under `person.`, `legalRep.` or `admin.`. */
export function personFields(subject: string, when?: Condition[]): FieldRule[] {
  const fields: FieldRule[] = [
    {
      key: `${subject}.name`,
      type: 'TEXT',
      required: true,
      maxLength: 50,
      searchable: 'name',
      sensitive: false,
      checks: ['PERSON_NAME'],
    },
    {
      key: `${subject}.idType`,
      type: 'CHOICE',
      required: true,
      maxLength: 40,
      options: ID_TYPE_RULES.map(({ type }) => type),
      sensitive: false,
      checks: [],
    },
    {
      key: `${subject}.idNumber`,
      type: 'NUMBER_CODE',
      required: true,
      maxLength: 18,
      searchable: 'idNumber',
      sensitive: true,
      checks: ['ID_NUMBER'],
    },
    {
      key: `${subject}.birthDate`,
      type: 'DATE',
      required: true,
      maxLength: 10,
      sensitive: false,
      checks: ['NOT_IN_FUTURE', 'ADULT'],
    },
    {
      key: `${subject}.idValidFrom`,
      type: 'DATE',
      required: true,
      maxLength: 10,
      sensitive: false,
      checks: ['NOT_IN_FUTURE'],
    },
    {
      key: `${subject}.idValidTo`,
      type: 'DATE_OR_LONG_TERM',
      required: true,
      maxLength: 10,
      sensitive: false,
      checks: ['LONG_TERM_OFFERED', 'AFTER_VALID_FROM', 'NOT_ENDED'],
    },
  ]
  return when ? fields.map((field) => ({ ...field, when })) : fields
}

/** What the portrait page of an ID shows, and what its other page does. */
export const onPortrait = (subject: string): string[] =>
  ['name', 'birthDate', 'idType', 'idNumber'].map((field) => `${subject}.${field}`)
export const onEmblem = (subject: string): string[] =>
  ['idType', 'idValidFrom', 'idValidTo'].map((field) => `${subject}.${field}`)
/** By what a person is named in a letter, or known again with their ID in hand. */
export const named = (subject: string): string[] => ['name', 'idType', 'idNumber'].map((field) => `${subject}.${field}`)

export const CONTACT: FieldGroup = {
  key: 'contact',
  fields: [
    {
      key: 'contact.phone',
      type: 'PHONE',
      required: true,
      maxLength: 14,
      searchable: 'phone',
      sensitive: true,
      filledFrom: 'ACCOUNT_PHONE',
      checks: ['MAINLAND_MOBILE'],
    },
  ],
}

export const PURPOSES: FieldRule = {
  key: 'use.purposes',
  type: 'CHOICES',
  required: true,
  maxLength: 60,
  options: ['VERIFICATION', 'NOTIFICATION', 'MARKETING'],
  sensitive: false,
  checks: [],
}

export const AUDIENCE_AND_VOLUME: FieldRule[] = [
  { key: 'use.audience', type: 'LONG_TEXT', required: true, maxLength: 200, sensitive: false, checks: [] },
  {
    key: 'use.monthlyVolume',
    type: 'CHOICE',
    required: true,
    maxLength: 20,
    options: ['UP_TO_1000', 'UP_TO_10000', 'UP_TO_100000', 'OVER_100000'],
    sensitive: false,
    checks: [],
  },
]

/** One's own name needs no evidence; what others may own does. */
export const signaturesFrom = (ownName: 'OWN_NAME' | 'ORGANISATION_NAME'): KindRules['signatures'] => ({
  min: 1,
  max: 10,
  minLength: 2,
  maxLength: 12,
  sources: [
    { source: ownName, needsEvidence: false },
    { source: 'TRADEMARK', needsEvidence: true },
    { source: 'APP', needsEvidence: true },
    { source: 'SITE', needsEvidence: true },
  ],
})

export const SAMPLES: KindRules['samples'] = { min: 1, max: 5, maxLength: 500 }

/** It shows whose the trademark, app or site is. */
export const evidenceOf = (...owners: string[]): DocumentSlot =>
  slot('SIGNATURE_EVIDENCE', { min: 1, max: 3, eachSignature: true, restsOn: ['signature', ...owners] })

export const SUPPORTING = slot('SUPPORTING', { min: 0, max: 5, restsOn: [] })
