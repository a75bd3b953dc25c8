import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { seal } from '@/lib/crypto/fields'
import { fieldPlace } from '@/lib/qualifications/sealed'
import { BUILT_IN_RULEBOOK as RULEBOOK } from '@/lib/rulebook/built-in'
import { approvalEnd } from './approval-end'

const NOW = new Date('2026-11-25T04:00:00Z')
const A_YEAR_ON = '2027-11-25T04:00:00.000Z'

function approved(declared: Record<string, string>) {
  const key = randomBytes(32)
  const fields = Object.entries(declared).map(([name, value]) => ({
    key: name,
    sealed: seal(key, fieldPlace('s', name), value).toString('hex'),
  }))
  return approvalEnd({ kind: 'ORGANISATION', submissionId: 's', fields, key, now: NOW }, RULEBOOK)
}

const endOf = (declared: Record<string, string>) => approved(declared).validUntil.toISOString()

const LICENCE = { 'organisation.validTo': 'LONG_TERM', 'legalRep.idValidTo': '2030-01-01' }

test('an approval lasts for the term, or until the first document expires', () => {
  expect(endOf(LICENCE)).toBe(A_YEAR_ON)
  const admin = { 'admin.isLegalRep': 'NO', 'admin.idValidTo': '2027-01-31' }
  expect(endOf({ ...LICENCE, ...admin })).toBe('2027-01-31T16:00:00.000Z')
})

test('an answer that other answers no longer require doesn’t end it', () => {
  expect(endOf({ ...LICENCE, 'admin.isLegalRep': 'YES', 'admin.idValidTo': '2020-01-31' })).toBe(A_YEAR_ON)
  expect(endOf({ ...LICENCE, 'use.onBehalf': 'OWN_USE', 'principal.authorisedTo': '2026-12-01' })).toBe(A_YEAR_ON)
})

test('a document that is already expired is named by its field group', () => {
  const admin = { 'admin.isLegalRep': 'NO', 'admin.idValidTo': '2026-11-24' }
  expect(approved({ ...LICENCE, ...admin }).endedWith).toBe('admin')
  expect(approved({ ...LICENCE, ...admin, 'admin.idValidTo': '2026-11-25' }).endedWith).toBeNull()
  expect(approved(LICENCE).endedWith).toBeNull()
})
