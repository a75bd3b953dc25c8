import { expect, test } from 'vitest'
import type { ReviewPart } from '@/lib/review/open-case'
import { spelledNames } from '@/lib/review/spelled'
import { BUILT_IN_REASONS as catalogue } from '@/lib/rulebook/built-in'
import { reasonsFor } from '@/lib/rulebook/reasons'
import { offeredReasons, reasonsMatching } from './offered-reasons'

const reasons = reasonsFor(catalogue, 'ORGANISATION', { kind: 'DOCUMENT', documentKind: 'COMMITMENT_LETTER' })
const part = { reasons: reasons.map(({ code }) => code) } as ReviewPart
const offered = offeredReasons({ catalogue }, part)
const names = spelledNames(catalogue)
const found = (typed: string) => reasonsMatching(offered, names, typed).map(({ code }) => code)

test('the first six reasons that can be corrected have digits, and are listed first', () => {
  expect(offered.map(({ digit }) => digit).slice(0, 7)).toEqual([1, 2, 3, 4, 5, 6, null])
  expect(offered.filter(({ digit }) => digit).every(({ kind }) => kind === 'retry')).toBe(true)
  expect(offered.map(({ code }) => code).toSorted()).toEqual(part.reasons.toSorted())
  expect(offered.find(({ code }) => code === 'OTHER')?.digit).toBeNull()
})

test.each([
  ['模糊', 'BLURRED'],
  ['mohu', 'BLURRED'],
  ['MO HU', 'BLURRED'],
  ['mh', 'BLURRED'],
  ['blur', 'BLURRED'],
  ['ＢＬＵＲ', 'BLURRED'],
])('%s finds a reason by its name', (typed, code) => {
  expect(found(typed)[0]).toBe(code)
})

test('nothing typed shows all, and what matches nothing shows none', () => {
  expect(found(' ')).toEqual(offered.map(({ code }) => code))
  expect(found('zzzz')).toEqual([])
})
