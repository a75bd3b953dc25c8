import { FILE_MEDIA_TYPES } from '@/lib/core/files/file-formats'
import { MAX_FILE_BYTES, MAX_PDF_BYTES, MEGABYTE } from '@/lib/core/files/file-limits'
import { DocumentKind } from '@/lib/db/generated/enums'
import type { FieldRule } from '../rulebook'

/** The portal accepts these media types: a rulebook may allow fewer, never more. */
export const MEDIA_TYPES = FILE_MEDIA_TYPES
export const MAX_MEGABYTES = MAX_FILE_BYTES / MEGABYTE
export const MAX_PDF_MEGABYTES = MAX_PDF_BYTES / MEGABYTE
export const MAX_MEGAPIXELS = 50
export const MAX_SHORT_SIDE = 3_000
export const MEGAPIXEL = 1_000_000
export const MAX_PAGES = 10
export const MAX_ROWS = 20
export const MAX_SIGNATURE_LENGTH = 20
export const MAX_SAMPLE_LENGTH = 1_000

/** Limits each term, in the unit of its name. */
export const MAX_TERMS = {
  validityMonths: 60,
  coolingOffDays: 365,
  draftLapseDays: 365,
  draftLapseWarnDays: 365,
  leaseMinutes: 240,
  adultAge: 99,
} as const
/** Ten years, which is longer than any claim about sent messages. There is no minimum. */
export const MAX_RETENTION_DAYS = 3_650
/** 《民法典》第十七条 sets this age. */
export const LEGAL_AGE = 18

/** Limits the length of free text, in characters. Other fields have the length of their kind of number or date. */
const MAX_LENGTHS: Partial<Record<FieldRule['type'], number>> = { TEXT: 200, LONG_TEXT: 1_000 }
export const maxLengthOf = ({ type }: FieldRule): number | undefined => MAX_LENGTHS[type]

/**
 * Fields that a rulebook may leave out or make optional. The law requires real names and contact details, and
 * a letter can't be printed without its particulars.
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

/** Lists all kinds of documents, in the portal's order. */
export const DOCUMENTS: readonly DocumentKind[] = Object.values(DocumentKind)
export const inOrder = (kinds: readonly DocumentKind[]): DocumentKind[] =>
  DOCUMENTS.filter((kind) => kinds.includes(kind))
