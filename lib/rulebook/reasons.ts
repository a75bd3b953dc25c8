import type { DocumentKind, Mend, PartKind, QualificationKind } from '@/lib/db/generated/enums'

/** `retry`: the applicant may mend it. `final`: one is enough to reject the whole qualification. */
export type ReasonKind = 'retry' | 'final'

export type ReasonRule = {
  kind: ReasonKind
  /** Parts that it can be given for. Documents stand by their own list. */
  parts: readonly Exclude<PartKind, 'DOCUMENT'>[]
  documents: readonly DocumentKind[]
  /** Only for these applicants; absent means each. */
  kinds?: readonly QualificationKind[]
  /** What usually has to be mended: the form's first choice, not its only one. */
  mend: Mend | null
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

/**
 * Why a part is refused. Each code has in `reasons` of both message files a name, a criterion for the reviewer
 * (`means`) and a sentence for the applicant on how to mend it (`mend`).
 */
export const REASONS = {
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
} as const satisfies Record<string, ReasonRule>

export type Reason = keyof typeof REASONS

export const REASON_CODES = Object.keys(REASONS) as [Reason, ...Reason[]]

/** What a reviewer refuses: `documentKind` when it is a document. */
export type RefusedPart =
  | { kind: 'DOCUMENT'; documentKind: DocumentKind }
  | { kind: Exclude<PartKind, 'DOCUMENT'>; documentKind?: null }

/** Whether a reason can be given for such a part of such an applicant. */
export function reasonApplies(reason: Reason, of: QualificationKind, part: RefusedPart): boolean {
  const rule: ReasonRule = REASONS[reason]
  if (rule.kinds && !rule.kinds.includes(of)) return false
  return part.kind === 'DOCUMENT' ? rule.documents.includes(part.documentKind) : rule.parts.includes(part.kind)
}

/** The reasons to offer for a part, in the catalogue's order: those that can be mended first. */
export function reasonsFor(of: QualificationKind, part: RefusedPart): Reason[] {
  return REASON_CODES.filter((reason) => reasonApplies(reason, of, part))
}

export function isFinal(reason: Reason): boolean {
  return REASONS[reason].kind === 'final'
}
