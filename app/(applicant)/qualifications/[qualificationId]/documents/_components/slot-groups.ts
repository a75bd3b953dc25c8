import type { DocumentKind } from '@/lib/db/generated/enums'

/** Whose, or about what: the order in which they are photographed. */
export const SLOT_GROUPS = ['PERSON', 'LICENCE', 'LEGAL_REP', 'ADMIN', 'PRINCIPAL', 'EVIDENCE', 'OTHER'] as const
export type SlotGroup = (typeof SLOT_GROUPS)[number]

const GROUP_OF: Readonly<Record<DocumentKind, SlotGroup>> = {
  ID_PORTRAIT: 'PERSON',
  ID_EMBLEM: 'PERSON',
  ID_IN_HAND: 'PERSON',
  LICENCE: 'LICENCE',
  LEGAL_REP_ID_PORTRAIT: 'LEGAL_REP',
  LEGAL_REP_ID_EMBLEM: 'LEGAL_REP',
  ADMIN_ID_PORTRAIT: 'ADMIN',
  ADMIN_ID_EMBLEM: 'ADMIN',
  ADMIN_ID_IN_HAND: 'ADMIN',
  PRINCIPAL_LICENCE: 'PRINCIPAL',
  AUTHORISATION_LETTER: 'PRINCIPAL',
  SIGNATURE_EVIDENCE: 'EVIDENCE',
  COMMITMENT_LETTER: 'OTHER',
  SUPPORTING: 'OTHER',
}

export const groupOfSlot = (kind: DocumentKind): SlotGroup => GROUP_OF[kind]
