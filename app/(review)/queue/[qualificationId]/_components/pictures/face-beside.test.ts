import { expect, test } from 'vitest'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { ReviewPart } from '@/lib/review/open-case'
import { faceBeside, type Picture } from './face-beside'

const aPicture = (documentKind: DocumentKind): Picture => ({
  src: documentKind,
  part: { documentKind } as ReviewPart,
  page: 1,
  pages: 1,
})
const beside = (shown: DocumentKind, ...kinds: DocumentKind[]) => faceBeside(kinds.map(aPicture), aPicture(shown))?.src

test('the face on the card is next to the face of the person who holds it, of the same person', () => {
  const kinds = ['LEGAL_REP_ID_PORTRAIT', 'ADMIN_ID_PORTRAIT', 'ADMIN_ID_EMBLEM', 'ADMIN_ID_IN_HAND'] as const
  expect(beside('ADMIN_ID_IN_HAND', ...kinds)).toBe('ADMIN_ID_PORTRAIT')
  expect(beside('ADMIN_ID_PORTRAIT', ...kinds)).toBe('ADMIN_ID_IN_HAND')
  expect(beside('ID_PORTRAIT', 'ID_PORTRAIT', 'ID_IN_HAND')).toBe('ID_IN_HAND')
})

test('a legal representative who is the administrator has one card', () => {
  expect(beside('ADMIN_ID_IN_HAND', 'LICENCE', 'LEGAL_REP_ID_PORTRAIT', 'ADMIN_ID_IN_HAND')).toBe(
    'LEGAL_REP_ID_PORTRAIT',
  )
})

test('a picture that shows no face has none next to it', () => {
  for (const shown of ['LICENCE', 'ID_EMBLEM', 'COMMITMENT_LETTER', 'SUPPORTING'] as const) {
    expect(beside(shown, 'ID_PORTRAIT', 'ID_IN_HAND')).toBeUndefined()
  }
})
