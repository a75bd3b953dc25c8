import { expect, test } from 'vitest'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { whyNotReusable } from './reuse'

const INDIVIDUAL = rulesFor(BUILT_IN_RULEBOOK, 'INDIVIDUAL')
const ORGANISATION = rulesFor(BUILT_IN_RULEBOOK, 'ORGANISATION')

test.each([
  ['2026-11-24', 'ENDED'],
  ['2026-11-25', null],
  ['LONG_TERM', null],
] as const)('on 2026-11-25 an ID valid to %s gives %s', (end, why) => {
  const fields = { 'person.idValidTo': end }
  expect(whyNotReusable(INDIVIDUAL, 'ID_PORTRAIT', fields, '2026-11-25')).toBe(why)
  expect(whyNotReusable(INDIVIDUAL, 'ID_EMBLEM', fields, '2026-11-25')).toBe(why)
  expect(whyNotReusable(INDIVIDUAL, 'SUPPORTING', fields, '2026-11-25')).toBeNull()
})

test('each document of an organisation has its own end', () => {
  const fields = { 'organisation.validTo': '2020-01-01', 'legalRep.idValidTo': '2099-01-01' }
  expect(whyNotReusable(ORGANISATION, 'LICENCE', fields, '2026-11-25')).toBe('ENDED')
  expect(whyNotReusable(ORGANISATION, 'LEGAL_REP_ID_PORTRAIT', fields, '2026-11-25')).toBeNull()
})

test.each(['ID_IN_HAND', 'ADMIN_ID_IN_HAND', 'COMMITMENT_LETTER', 'AUTHORISATION_LETTER'] as const)(
  '%s is required each time',
  (kind) => {
    expect(whyNotReusable(ORGANISATION, kind, {}, '2026-11-25')).toBe('EACH_TIME')
  },
)
