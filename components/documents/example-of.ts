import type { ExampleKind } from './document-examples'

/** By the key under which a document's words stand: a letter is drawn by what is done on it. */
const DRAWN: Readonly<Record<string, ExampleKind>> = {
  ID_PORTRAIT: 'ID_PORTRAIT',
  ID_EMBLEM: 'ID_EMBLEM',
  ID_IN_HAND: 'ID_IN_HAND',
  LEGAL_REP_ID_PORTRAIT: 'ID_PORTRAIT',
  LEGAL_REP_ID_EMBLEM: 'ID_EMBLEM',
  ADMIN_ID_PORTRAIT: 'ID_PORTRAIT',
  ADMIN_ID_EMBLEM: 'ID_EMBLEM',
  ADMIN_ID_IN_HAND: 'ID_IN_HAND',
  LICENCE: 'LICENCE',
  PRINCIPAL_LICENCE: 'LICENCE',
  SIGNATURE_EVIDENCE: 'EVIDENCE',
  SIGNATURE_EVIDENCE_OF_ORGANISATION: 'EVIDENCE',
  COMMITMENT_LETTER: 'LETTER_WITH_THUMBPRINT',
  COMMITMENT_LETTER_UNSEALED: 'LETTER_WITH_THUMBPRINT',
  COMMITMENT_LETTER_SEALED: 'LETTER_WITH_SEAL',
  AUTHORISATION_LETTER: 'AUTHORISATION',
}

/** Which drawings show how a document should look; null where words have to do. See `documentWordsKey`. */
export const exampleOf = (wordsKey: string): ExampleKind | null => DRAWN[wordsKey] ?? null
