import { MAX_FILE_BYTES, MAX_PDF_BYTES } from '@/lib/core/files/file-limits'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { DocumentSlot } from './rulebook'

/** The groups of documents, by the person or thing that they are about, in the order in which they are photographed. */
export const SLOT_GROUPS = ['PERSON', 'LICENCE', 'LEGAL_REP', 'ADMIN', 'PRINCIPAL', 'EVIDENCE', 'OTHER'] as const
export type SlotGroup = (typeof SLOT_GROUPS)[number]

/** The drawings of how a document should look, and how it often goes wrong. */
export type Example =
  | 'ID_PORTRAIT'
  | 'ID_EMBLEM'
  | 'ID_IN_HAND'
  | 'LICENCE'
  | 'EVIDENCE'
  | 'LETTER_WITH_THUMBPRINT'
  | 'LETTER_WITH_SEAL'
  | 'AUTHORISATION'

/** Names what a machine can find in a picture: a side of a card, where a passport has its data page, or a paper. */
export type Shown = 'PORTRAIT_SIDE' | 'EMBLEM_SIDE' | 'PERSON_WITH_CARD' | 'CERTIFICATE' | 'LETTER'

/**
 * Says why no picture of it is read: it may be anything, or what must be in it depends on the signature that it is for.
 */
export type Unread = 'ANYTHING' | 'DEPENDS_ON_SIGNATURE'

export type SlotLimits = Pick<DocumentSlot, 'mediaTypes' | 'maxBytes' | 'maxPdfBytes' | 'maxPixels' | 'minShortSide'>

/** The limits of a photograph, which may be HEIC, since many phones make that. */
const PHOTOGRAPH: SlotLimits = {
  mediaTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/heic'],
  maxBytes: MAX_FILE_BYTES,
  maxPixels: 50_000_000,
  minShortSide: 600,
}

/** The limits of a paper, which may also be a scan. */
const PAPER: SlotLimits = {
  ...PHOTOGRAPH,
  mediaTypes: [...PHOTOGRAPH.mediaTypes, 'application/pdf'],
  maxPdfBytes: MAX_PDF_BYTES,
}

type Facts = {
  /** An organisation uploads it under this heading. */
  group: SlotGroup
  /** The page on which it is uploaded: printed letters where they are printed, evidence next to its signature. */
  task: 'documents' | 'letter' | 'signatures'
  /** Names the drawings; null when there are only words. */
  example: Example | null
  /** The example for an organisation depends on whether it has an official seal. */
  bySeal?: { SEALED: Example; UNSEALED: Example }
  /** Names the subject whose fields describe it: the first part of their keys. */
  subject: 'person' | 'organisation' | 'legalRep' | 'admin' | 'principal' | null
  /**
   * Says whether the next qualification reuses it. EACH_TIME: never, since it shows that a person was present or
   * agreed, or contains the number of its application. WHILE_VALID: until a validity among the fields of its subject is
   * over.
   */
  reuse: 'EACH_TIME' | 'WHILE_VALID' | 'ALWAYS'
  /** Says whether a rulebook may leave it out or make it optional. */
  isOptional: boolean
  /** A slot for it has these limits by default. */
  limits: SlotLimits
} & (
  | {
      /** Names what a picture of it shows, which a machine looks for. */
      shows: Shown
    }
  | { shows: null; unread: Unread }
)

/**
 * Holds everything known about each kind of document. Its words are in `rulebook.documents` of both languages, and
 * `documentWordsKey` fails to compile while a kind lacks them.
 */
export const DOCUMENT_KINDS = {
  ID_PORTRAIT: {
    group: 'PERSON',
    task: 'documents',
    example: 'ID_PORTRAIT',
    shows: 'PORTRAIT_SIDE',
    subject: 'person',
    reuse: 'WHILE_VALID',
    isOptional: false,
    limits: PHOTOGRAPH,
  },
  ID_EMBLEM: {
    group: 'PERSON',
    task: 'documents',
    example: 'ID_EMBLEM',
    shows: 'EMBLEM_SIDE',
    subject: 'person',
    reuse: 'WHILE_VALID',
    isOptional: true,
    limits: PHOTOGRAPH,
  },
  ID_IN_HAND: {
    group: 'PERSON',
    task: 'documents',
    example: 'ID_IN_HAND',
    shows: 'PERSON_WITH_CARD',
    subject: 'person',
    reuse: 'EACH_TIME',
    isOptional: false,
    limits: PHOTOGRAPH,
  },
  LICENCE: {
    group: 'LICENCE',
    task: 'documents',
    example: 'LICENCE',
    shows: 'CERTIFICATE',
    subject: 'organisation',
    reuse: 'WHILE_VALID',
    isOptional: false,
    limits: PAPER,
  },
  LEGAL_REP_ID_PORTRAIT: {
    group: 'LEGAL_REP',
    task: 'documents',
    example: 'ID_PORTRAIT',
    shows: 'PORTRAIT_SIDE',
    subject: 'legalRep',
    reuse: 'WHILE_VALID',
    isOptional: false,
    limits: PHOTOGRAPH,
  },
  LEGAL_REP_ID_EMBLEM: {
    group: 'LEGAL_REP',
    task: 'documents',
    example: 'ID_EMBLEM',
    shows: 'EMBLEM_SIDE',
    subject: 'legalRep',
    reuse: 'WHILE_VALID',
    isOptional: true,
    limits: PHOTOGRAPH,
  },
  ADMIN_ID_PORTRAIT: {
    group: 'ADMIN',
    task: 'documents',
    example: 'ID_PORTRAIT',
    shows: 'PORTRAIT_SIDE',
    subject: 'admin',
    reuse: 'WHILE_VALID',
    isOptional: false,
    limits: PHOTOGRAPH,
  },
  ADMIN_ID_EMBLEM: {
    group: 'ADMIN',
    task: 'documents',
    example: 'ID_EMBLEM',
    shows: 'EMBLEM_SIDE',
    subject: 'admin',
    reuse: 'WHILE_VALID',
    isOptional: true,
    limits: PHOTOGRAPH,
  },
  ADMIN_ID_IN_HAND: {
    group: 'ADMIN',
    task: 'documents',
    example: 'ID_IN_HAND',
    shows: 'PERSON_WITH_CARD',
    subject: 'admin',
    reuse: 'EACH_TIME',
    isOptional: false,
    limits: PHOTOGRAPH,
  },
  COMMITMENT_LETTER: {
    group: 'OTHER',
    task: 'letter',
    example: 'LETTER_WITH_THUMBPRINT',
    bySeal: { SEALED: 'LETTER_WITH_SEAL', UNSEALED: 'LETTER_WITH_THUMBPRINT' },
    shows: 'LETTER',
    subject: null,
    reuse: 'EACH_TIME',
    isOptional: false,
    limits: PAPER,
  },
  AUTHORISATION_LETTER: {
    group: 'PRINCIPAL',
    task: 'letter',
    example: 'AUTHORISATION',
    shows: 'LETTER',
    subject: 'principal',
    reuse: 'EACH_TIME',
    isOptional: false,
    limits: PAPER,
  },
  PRINCIPAL_LICENCE: {
    group: 'PRINCIPAL',
    task: 'documents',
    example: 'LICENCE',
    shows: 'CERTIFICATE',
    subject: 'principal',
    reuse: 'WHILE_VALID',
    isOptional: true,
    limits: PAPER,
  },
  SIGNATURE_EVIDENCE: {
    group: 'EVIDENCE',
    task: 'signatures',
    example: 'EVIDENCE',
    shows: null,
    unread: 'DEPENDS_ON_SIGNATURE',
    subject: null,
    reuse: 'ALWAYS',
    isOptional: true,
    limits: PAPER,
  },
  SUPPORTING: {
    group: 'OTHER',
    task: 'documents',
    example: null,
    shows: null,
    unread: 'ANYTHING',
    subject: null,
    reuse: 'ALWAYS',
    isOptional: true,
    limits: PAPER,
  },
} as const satisfies Record<DocumentKind, Facts>

/** Returns what is known about a kind of document. */
export const factsOf = (kind: DocumentKind): Facts => DOCUMENT_KINDS[kind]
