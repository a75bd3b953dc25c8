import { expect, test } from 'vitest'
import type { Quality, Reading, SeenKind } from '@/lib/checks/reading'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { anOrganisationContent } from '@/tests/factories/contents'
import { aReading } from '@/tests/factories/readings'
import { BUILT_IN_RULEBOOK as RULEBOOK } from '../built-in'
import { requiredSlots } from '../required-slots'
import { pictureWarnings } from './pictures'

const content = anOrganisationContent({})
const slotOf = (kind: DocumentKind) => {
  const required = requiredSlots(RULEBOOK, content).find(({ slot }) => slot.kind === kind)
  if (!required) throw new Error(`No slot for ${kind}`)
  return required
}
const found = (kind: DocumentKind, ...pages: Reading[]) =>
  pictureWarnings(content, { ...slotOf(kind), pages }).map(({ code, severity }) => `${severity} ${code}`)
const seen = (kind: SeenKind, side: Reading['side'] = null) => aReading({ kind, side })

test('nothing is said of a good photograph, nor of one that was not read', () => {
  expect(found('LEGAL_REP_ID_PORTRAIT', aReading())).toEqual([])
  expect(found('LEGAL_REP_ID_PORTRAIT')).toEqual([])
})

test.each<[keyof Quality, string]>([
  ['dark', 'TOO_DARK'],
  ['blur', 'BLURRED'],
  ['glare', 'GLARE'],
  ['cropped', 'CROPPED'],
  ['copy', 'PHOTOCOPY'],
])('of an ID, %s is a warning at its document', (fault, code) => {
  const pages = [aReading({ quality: { [fault]: true } })]
  const slot = slotOf('LEGAL_REP_ID_PORTRAIT')
  expect(pictureWarnings(content, { ...slot, pages })).toEqual([
    {
      code,
      severity: 'warn',
      place: { on: 'DOCUMENT', kind: 'LEGAL_REP_ID_PORTRAIT', senderSignatureId: null },
      params: {},
    },
  ])
})

test('one fault is said of a picture, and nothing of what it seems to show', () => {
  const bad = { ...seen('NONE'), quality: { ...aReading().quality, blur: true, dark: true } }
  expect(found('LEGAL_REP_ID_PORTRAIT', bad)).toEqual(['warn TOO_DARK'])
})

test('a letter may be a copy, and of a person with a card an edge may be missing', () => {
  expect(found('LICENCE', { ...seen('LICENCE'), quality: { ...aReading().quality, copy: true } })).toEqual([])
  expect(found('ADMIN_ID_IN_HAND', aReading({ quality: { cropped: true } }))).toEqual([])
})

test.each<[string, DocumentKind, Reading, string[]]>([
  ['the other side', 'LEGAL_REP_ID_PORTRAIT', seen('RESIDENT_ID', 'EMBLEM'), ['warn WRONG_SIDE']],
  ['the portrait as the emblem', 'LEGAL_REP_ID_EMBLEM', seen('RESIDENT_ID', 'PORTRAIT'), ['warn WRONG_SIDE']],
  ['a side that was not recognised', 'LEGAL_REP_ID_EMBLEM', seen('RESIDENT_ID'), []],
  ['another type of ID', 'LEGAL_REP_ID_PORTRAIT', seen('PASSPORT', 'PORTRAIT'), ['warn WRONG_DOCUMENT']],
  ['a licence as an ID', 'LEGAL_REP_ID_PORTRAIT', seen('LICENCE'), ['warn WRONG_DOCUMENT']],
  ['nothing as an ID', 'LEGAL_REP_ID_PORTRAIT', seen('NONE'), ['warn WRONG_DOCUMENT']],
  ['an ID as a licence', 'LICENCE', seen('RESIDENT_ID', 'PORTRAIT'), ['warn WRONG_DOCUMENT']],
  ['a letter as a licence', 'LICENCE', seen('LETTER'), ['warn WRONG_DOCUMENT']],
  ['a certificate as a licence', 'LICENCE', seen('CERTIFICATE'), []],
  ['an unknown paper as a licence', 'LICENCE', seen('NONE'), []],
  ['a licence as a letter', 'COMMITMENT_LETTER', seen('LICENCE'), ['warn WRONG_DOCUMENT']],
  ['a letter', 'COMMITMENT_LETTER', seen('LETTER'), []],
  ['a letter in place of a person', 'ADMIN_ID_IN_HAND', seen('LETTER'), ['warn WRONG_DOCUMENT']],
  ['a card that is held', 'ADMIN_ID_IN_HAND', seen('RESIDENT_ID', 'PORTRAIT'), []],
])('%s', (_, kind, reading, expected) => {
  expect(found(kind, reading)).toEqual(expected)
})

test('while no type of ID is declared, any card is right', () => {
  const slot = slotOf('LEGAL_REP_ID_PORTRAIT')
  const codes = (reading: Reading) =>
    pictureWarnings({ fields: {} }, { ...slot, pages: [reading] }).map(({ code }) => code)
  expect(codes(seen('PASSPORT', 'PORTRAIT'))).toEqual([])
  expect(codes(seen('LICENCE'))).toEqual(['WRONG_DOCUMENT'])
})

test('one right page of several is enough', () => {
  expect(found('LICENCE', seen('RESIDENT_ID', 'PORTRAIT'), seen('LICENCE'))).toEqual([])
})

test('each picture of a letter has its own fault, since each is another page', () => {
  const blurred = { ...seen('LETTER'), quality: { ...seen('LETTER').quality, blur: true, cropped: true } }
  expect(found('COMMITMENT_LETTER', seen('LETTER'), blurred, seen('LICENCE'), blurred)).toEqual([
    'warn BLURRED',
    'warn WRONG_DOCUMENT',
  ])
})
