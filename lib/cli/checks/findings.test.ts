import { expect, it } from 'vitest'
import { aReading } from '@/tests/factories/readings'
import { findingsOf } from './findings'

it.each([
  ['ID_PORTRAIT', {}, []],
  ['ID_EMBLEM', {}, ['WRONG_SIDE']],
  ['LICENCE', {}, ['WRONG_DOCUMENT']],
  [null, {}, []],
  ['SUPPORTING', { kind: 'NONE', side: null }, ['NOTHING_READ']],
  ['ID_EMBLEM', { kind: 'PASSPORT', side: 'PORTRAIT' }, ['WRONG_SIDE']],
  ['ID_PORTRAIT', { turned: 180, quality: { glare: true, dark: true } }, ['TURNED', 'TOO_DARK', 'GLARE']],
  [null, { quality: { cropped: true, copy: true } }, ['CROPPED', 'PHOTOCOPY']],
  [
    null,
    { fields: { idNumber: '1', code: '2', birthDate: '2000-01-01' }, confidence: 0.5 },
    ['NUMBER_CHECK', 'CODE_CHECK'],
  ],
] as const)('for %s, %j has the findings %j', (expected, given, findings) => {
  expect(findingsOf(aReading(given), expected)).toEqual(findings)
})

it('a birth date that differs from a right number is found', () => {
  const [right, refuted] = [
    aReading({ fields: { idNumber: '1' } }),
    aReading({ fields: { birthDate: '2' }, confidence: 0.5 }),
  ]
  const both = { ...right, fields: { ...right.fields, ...refuted.fields } }
  expect(findingsOf(both, null)).toEqual(['BIRTH_DATE_DIFFERS'])
})
