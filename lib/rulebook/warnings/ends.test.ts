import { expect, test } from 'vitest'
import { anOrganisationContent, OTHER_ADMIN } from '@/tests/factories/contents'
import { BUILT_IN_RULEBOOK as RULEBOOK } from '../built-in'
import { endsSoon, endWarnings } from './ends'

/** Falls on 26 November in Shanghai. */
const NOW = new Date('2026-11-25T16:00:00Z')
const A_MOMENT_BEFORE = new Date(NOW.getTime() - 1)

const found = (fields: Record<string, string>, now = NOW) =>
  endWarnings(RULEBOOK, anOrganisationContent(fields), now).map(({ code, place, params }) => [
    code,
    'key' in place ? place.key : null,
    params,
  ])

test.each([
  ['on its last day', '2026-11-26', 'ENDS_SOON', { days: 0 }],
  ['in 60 days', '2027-01-25', 'ENDS_SOON', { days: 60 }],
  ['in 61 days', '2027-01-26', 'ENDS_EARLY', {}],
  ['on the day before the qualification would end', '2027-11-24', 'ENDS_EARLY', {}],
])('an ID that ends %s is warned of', (_, day, code, params) => {
  expect(found({ 'legalRep.idValidTo': day })).toEqual([[code, 'legalRep.idValidTo', params]])
})

test.each([
  ['lasts as long as the qualification would', '2027-11-25'],
  ['has no end', 'LONG_TERM'],
  ['is over, which is a problem', '2026-11-25'],
  ['is not a date, which is a problem', '2026-13-01'],
  ['is not declared yet', ''],
])('an ID that %s is not', (_, day) => {
  expect(found({ 'legalRep.idValidTo': day })).toEqual([])
})

test('the qualification would end a year from now, to the moment', () => {
  const aMomentAfter = new Date(NOW.getTime() + 1)
  expect(found({ 'legalRep.idValidTo': '2027-11-25' }, aMomentAfter)).toEqual([
    ['ENDS_EARLY', 'legalRep.idValidTo', {}],
  ])
})

test('days are those of Shanghai', () => {
  expect(found({ 'organisation.validTo': '2027-01-25' }, A_MOMENT_BEFORE)).toEqual([
    ['ENDS_EARLY', 'organisation.validTo', {}],
  ])
  expect(found({ 'organisation.validTo': '2027-01-25' })).toEqual([['ENDS_SOON', 'organisation.validTo', { days: 60 }]])
})

test('answers that others no longer require don’t count', () => {
  const admin = { ...OTHER_ADMIN, 'admin.idValidTo': '2026-12-01' }
  expect(found(admin)).toEqual([['ENDS_SOON', 'admin.idValidTo', { days: 5 }]])
  expect(found({ ...admin, 'admin.isLegalRep': 'YES' })).toEqual([])
})

test('a document is about to end with a validity of its own subject', () => {
  const content = anOrganisationContent({ 'organisation.validTo': '2027-01-25' })
  expect(endsSoon(RULEBOOK, content, NOW, 'organisation')).toBe(true)
  expect(endsSoon(RULEBOOK, content, A_MOMENT_BEFORE, 'organisation')).toBe(false)
  expect(endsSoon(RULEBOOK, content, NOW, 'legalRep')).toBe(false)
})
