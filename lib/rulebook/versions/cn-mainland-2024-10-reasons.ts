import { DocumentKind, type PartKind, type QualificationKind } from '@/lib/db/generated/enums'
import type { ReasonCatalogue, ReasonEntry, ReasonRule } from '../reason-catalogue'
import en from './cn-mainland-2024-10-reasons.en.json' with { type: 'json' }
import zh from './cn-mainland-2024-10-reasons.zh-CN.json' with { type: 'json' }

type Targets = {
  parts: readonly Exclude<PartKind, 'DOCUMENT'>[]
  documents: readonly DocumentKind[]
  kinds?: readonly QualificationKind[]
}

const ID_PAGES: DocumentKind[] = [
  'ID_PORTRAIT',
  'ID_EMBLEM',
  'LEGAL_REP_ID_PORTRAIT',
  'LEGAL_REP_ID_EMBLEM',
  'ADMIN_ID_PORTRAIT',
  'ADMIN_ID_EMBLEM',
]
const IN_HAND: DocumentKind[] = ['ID_IN_HAND', 'ADMIN_ID_IN_HAND']
const LICENCES: DocumentKind[] = ['LICENCE', 'PRINCIPAL_LICENCE']
const LETTERS: DocumentKind[] = ['COMMITMENT_LETTER', 'AUTHORISATION_LETTER']
const EVIDENCE: DocumentKind[] = ['SIGNATURE_EVIDENCE']
const EACH: DocumentKind[] = [...ID_PAGES, ...IN_HAND, ...LICENCES, ...LETTERS, ...EVIDENCE, 'SUPPORTING']

const ofPicture = (documents: readonly DocumentKind[]) =>
  ({ kind: 'retry', parts: [], documents, mend: 'PICTURE' }) as const
const ofSeal = (documents: readonly DocumentKind[]) => ({ ...ofPicture(documents), kinds: ['ORGANISATION'] }) as const
const ofOrganisation = { kind: 'retry', parts: ['FIELDS'], kinds: ['ORGANISATION'], mend: 'FIELD' } as const

const RULES = {
  BLURRED: ofPicture(EACH),
  GLARE: ofPicture(EACH),
  CROPPED: ofPicture(EACH),
  TOO_DARK: ofPicture(EACH),
  LOW_RESOLUTION: ofPicture(EACH),
  PHOTOCOPY: ofPicture([...ID_PAGES, ...LICENCES, ...LETTERS]),
  SCREEN_PHOTO: ofPicture([...ID_PAGES, ...IN_HAND, ...LICENCES, ...LETTERS]),
  WRONG_DOCUMENT: ofPicture(EACH),
  WRONG_SIDE: ofPicture([...ID_PAGES, ...IN_HAND]),
  EXPIRED: { ...ofPicture([...ID_PAGES, ...LICENCES, ...EVIDENCE]), parts: ['FIELDS'] },
  NAME_MISMATCH: { ...ofPicture([...ID_PAGES, ...IN_HAND, ...LETTERS, ...EVIDENCE]), parts: ['FIELDS'], mend: 'FIELD' },
  NUMBER_MISMATCH: { ...ofPicture([...ID_PAGES, ...IN_HAND, ...LETTERS]), parts: ['FIELDS'], mend: 'FIELD' },
  ORGANISATION_MISMATCH: { ...ofOrganisation, documents: [...LICENCES, ...LETTERS, ...EVIDENCE] },
  CODE_MISMATCH: { ...ofOrganisation, documents: [...LICENCES, ...LETTERS] },
  NOT_REGISTERED: { ...ofOrganisation, documents: LICENCES },
  BUSINESS_ABNORMAL: { ...ofOrganisation, documents: LICENCES },
  FACE_HIDDEN: ofPicture(IN_HAND),
  CARD_UNREADABLE_IN_HAND: ofPicture(IN_HAND),
  FACE_MISMATCH: ofPicture(IN_HAND),
  SIGNATURE_MISSING: ofPicture(LETTERS),
  THUMBPRINT_MISSING: ofPicture(LETTERS),
  SEAL_MISSING: ofSeal(LETTERS),
  SEAL_UNCLEAR: ofSeal([...LETTERS, ...LICENCES]),
  SEAL_TYPE: ofSeal(LETTERS),
  SEAL_MISMATCH: ofSeal(LETTERS),
  LETTER_OUTDATED: ofPicture(LETTERS),
  LETTER_ALTERED: ofPicture(LETTERS),
  LETTER_WRONG_PARTY: ofPicture(LETTERS),
  DATE_INVALID: { ...ofPicture([...ID_PAGES, ...LETTERS]), parts: ['FIELDS'] },
  PAGE_MISSING: ofPicture([...LETTERS, ...LICENCES, ...EVIDENCE, 'SUPPORTING']),
  SCOPE_EXCEEDED: {
    kind: 'retry',
    parts: ['SENDER_SIGNATURE', 'SAMPLE_MESSAGES'],
    documents: ['AUTHORISATION_LETTER', 'SIGNATURE_EVIDENCE'],
    mend: 'FIELD',
  },
  SIGNATURE_UNFOUNDED: { kind: 'retry', parts: ['SENDER_SIGNATURE'], documents: EVIDENCE, mend: 'FIELD' },
  CONTENT_UNCLEAR: { kind: 'retry', parts: ['FIELDS', 'SAMPLE_MESSAGES'], documents: ['SUPPORTING'], mend: 'FIELD' },
  OTHER: { kind: 'retry', parts: ['FIELDS', 'SENDER_SIGNATURE', 'SAMPLE_MESSAGES'], documents: EACH, mend: null },
  SUSPECTED_FORGERY: { kind: 'final', parts: [], documents: EACH, mend: null },
  IDENTITY_MISUSE: {
    kind: 'final',
    parts: ['FIELDS', 'SENDER_SIGNATURE'],
    documents: [...ID_PAGES, ...IN_HAND, ...LICENCES, ...LETTERS, ...EVIDENCE],
    mend: null,
  },
  UNDER_AGE: { kind: 'final', parts: ['FIELDS'], documents: [...ID_PAGES, ...IN_HAND], mend: null },
  PROHIBITED_USE: {
    kind: 'final',
    parts: ['FIELDS', 'SENDER_SIGNATURE', 'SAMPLE_MESSAGES'],
    documents: ['SIGNATURE_EVIDENCE', 'SUPPORTING'],
    mend: null,
  },
  REPEATED_ABUSE: {
    kind: 'final',
    parts: ['FIELDS', 'SENDER_SIGNATURE', 'SAMPLE_MESSAGES'],
    documents: EACH,
    mend: null,
  },
} as const satisfies Record<keyof typeof zh, Pick<ReasonRule, 'kind' | 'mend'> & Targets>

const CODES = Object.keys(RULES) as (keyof typeof RULES)[]

/** Why large platforms in mainland China refuse what is handed in, those that can be mended first. */
export const CN_MAINLAND_2024_10_REASONS: ReasonCatalogue = {
  version: 'cn-mainland/2024-10',
  reasons: CODES.map((code): ReasonEntry => {
    const { kind, mend, parts, documents, kinds }: Pick<ReasonRule, 'kind' | 'mend'> & Targets = RULES[code]
    return {
      code,
      kind,
      parts: [...parts],
      documents: Object.values(DocumentKind).filter((document) => documents.includes(document)),
      ...(kinds && { kinds: [...kinds] }),
      mend,
      isOffered: true,
      name: { 'zh-CN': zh[code].name, en: en[code].name },
      means: { 'zh-CN': zh[code].means, en: en[code].means },
      howToMend: { 'zh-CN': zh[code].mend, en: en[code].mend },
    }
  }),
}
