import { expect, test } from 'vitest'
import { AttestConsents } from './schemas'

const ONE = {
  ...{ purpose: 'PERSONAL_INFORMATION', version: '2026-11', language: 'zh-CN', agreedAt: '2026-11-30T03:04:05+08:00' },
  ...{ means: 'PAPER', reference: 'forms/4711' },
}
const SHA256 = '0'.repeat(64)
const problemsOf = (...consents: unknown[]) =>
  AttestConsents.safeParse({ consents }).error?.issues.map(({ path }) => path.join('.')) ?? []

test('an attestation names one record, by its name or its hash, and each purpose once', () => {
  expect(problemsOf(ONE)).toEqual([])
  expect(problemsOf({ ...ONE, reference: undefined, sha256: SHA256 })).toEqual([])
  expect(problemsOf()).toEqual(['consents'])
  expect(problemsOf({ ...ONE, sha256: SHA256 })).toEqual(['consents.0'])
  expect(problemsOf({ ...ONE, reference: undefined })).toEqual(['consents.0'])
  expect(problemsOf(ONE, { ...ONE, language: 'en' })).toEqual(['consents.1'])
})

test.each([
  ['purpose', 'ALL'],
  ['language', 'fr'],
  ['means', 'TELEPHONE'],
  ['agreedAt', '2026-01-02'],
  ['agreedAt', '2026-01-02T03:04:05'],
  ['reference', 'signed by 王小明'],
  ['sha256', SHA256.toUpperCase().replaceAll('0', 'A')],
])('%s cannot be %s', (field, value) => {
  const given = field === 'sha256' ? { ...ONE, reference: undefined } : ONE
  expect(problemsOf({ ...given, [field]: value })).toEqual([`consents.0.${field}`])
})
