import { FILE_MEDIA_TYPES } from '@/lib/core/file-formats'
import { DocumentKind, type QualificationKind, type SignatureSource } from '@/lib/db/generated/enums'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import type { DocumentSlot, FieldRule, KindRules } from '@/lib/rulebook/rulebook'

/** What the portal can take at all: a rulebook may ask for less, never for more. */
export const MEDIA_TYPES = FILE_MEDIA_TYPES
export const MAX_MEGABYTES = 10
export const MAX_PDF_MEGABYTES = 20
export const MAX_MEGAPIXELS = 50
export const MAX_SHORT_SIDE = 3_000
export const MEGABYTE = 1024 * 1024
export const MEGAPIXEL = 1_000_000
export const MAX_PAGES = 10
export const MAX_ROWS = 20
export const MAX_SIGNATURE_LENGTH = 20
export const MAX_SAMPLE_LENGTH = 1_000

/** Of each term; what it counts says its name. */
export const MAX_TERMS = {
  validityMonths: 60,
  coolingOffDays: 365,
  draftLapseDays: 365,
  draftLapseWarnDays: 365,
  leaseMinutes: 240,
  adultAge: 99,
} as const
/** Ten years: longer than any claim about what was sent. Nothing need be kept a day past its end. */
export const MAX_KEPT_DAYS = 3_650
/** 《民法典》第十七条. */
export const LEGAL_AGE = 18

/** Of what can be typed freely, in characters. Other fields have the length that their kind of number or date has. */
const MAX_LENGTHS: Partial<Record<FieldRule['type'], number>> = { TEXT: 200, LONG_TEXT: 1_000 }
export const maxLengthOf = ({ type }: FieldRule): number | undefined => MAX_LENGTHS[type]

/**
 * Fields that a rulebook may leave out, or leave to the applicant. Real names and how to reach people are the law's, and
 * a letter can't be printed without what stands on it.
 */
const FREE_FIELDS: ReadonlySet<string> = new Set([
  'person.idValidFrom',
  'person.idValidTo',
  'legalRep.idValidFrom',
  'legalRep.idValidTo',
  'admin.idValidFrom',
  'admin.idValidTo',
  'organisation.validFrom',
  'organisation.validTo',
  'organisation.address',
  'use.audience',
  'use.monthlyVolume',
])
export const isFreeField = (key: string): boolean => FREE_FIELDS.has(key)

/** Documents that a rulebook may leave out, or leave to the applicant. */
const FREE_DOCUMENTS: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'ID_EMBLEM',
  'LEGAL_REP_ID_EMBLEM',
  'ADMIN_ID_EMBLEM',
  'SIGNATURE_EVIDENCE',
  'PRINCIPAL_LICENCE',
  'SUPPORTING',
])
export const isFreeDocument = (kind: DocumentKind): boolean => FREE_DOCUMENTS.has(kind)

/** Everything that the portal knows how to ask of a kind of applicant: what a rulebook leaves out can come back from here. */
export function known(kind: QualificationKind): KindRules {
  const rules = BUILT_IN_RULEBOOK.kinds[kind]
  if (!rules) throw new Error(`Nothing is known of ${kind}`)
  return rules
}

export const knownFields = (kind: QualificationKind): FieldRule[] => known(kind).groups.flatMap(({ fields }) => fields)

export const knownSlot = (kind: QualificationKind, document: DocumentKind): DocumentSlot | undefined =>
  known(kind).documents.find((slot) => slot.kind === document)

export const knownSources = (kind: QualificationKind): SignatureSource[] =>
  known(kind).signatures.sources.map(({ source }) => source)

/** All that some applicant is asked for, in the portal's order. */
export const DOCUMENTS: readonly DocumentKind[] = Object.values(DocumentKind)
export const inOrder = (kinds: readonly DocumentKind[]): DocumentKind[] =>
  DOCUMENTS.filter((kind) => kinds.includes(kind))
