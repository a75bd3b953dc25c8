import { expect, test } from 'vitest'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { whyAnew } from './reuse'

const INDIVIDUAL = rulesFor(BUILT_IN_RULEBOOK, 'INDIVIDUAL')
const ORGANISATION = rulesFor(BUILT_IN_RULEBOOK, 'ORGANISATION')

test.each([
  ['2026-11-24', 'ENDED'],
  ['2026-11-25', null],
  ['LONG_TERM', null],
] as const)('an ID valid to %s, on 2026-11-25: %s', (end, why) => {
  const fields = { 'person.idValidTo': end }
  expect(whyAnew(INDIVIDUAL, 'ID_PORTRAIT', fields, '2026-11-25')).toBe(why)
  expect(whyAnew(INDIVIDUAL, 'ID_EMBLEM', fields, '2026-11-25')).toBe(why)
  expect(whyAnew(INDIVIDUAL, 'SUPPORTING', fields, '2026-11-25')).toBeNull()
})

test('of an organisation each document goes by its own end', () => {
  const fields = { 'organisation.validTo': '2020-01-01', 'legalRep.idValidTo': '2099-01-01' }
  expect(whyAnew(ORGANISATION, 'LICENCE', fields, '2026-11-25')).toBe('ENDED')
  expect(whyAnew(ORGANISATION, 'LEGAL_REP_ID_PORTRAIT', fields, '2026-11-25')).toBeNull()
})

test.each(['ID_IN_HAND', 'ADMIN_ID_IN_HAND', 'COMMITMENT_LETTER', 'AUTHORISATION_LETTER'] as const)(
  '%s is asked for each time',
  (kind) => {
    expect(whyAnew(ORGANISATION, kind, {}, '2026-11-25')).toBe('EACH_TIME')
  },
)
