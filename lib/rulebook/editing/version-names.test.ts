import { expect, test } from 'vitest'
import { isVersionName, nextVersion, slugOf, versionOf } from './version-names'

test('a version is named by its month, and a second one in a month also by a number', () => {
  const base = 'cn-mainland/2024-10'
  expect(nextVersion(base, [base], '2026-11-25')).toBe('cn-mainland/2026-11')
  expect(nextVersion(base, [base, 'cn-mainland/2026-11'], '2026-11-25')).toBe('cn-mainland/2026-11.2')
  expect(nextVersion('cn-mainland/2026-11.2', ['cn-mainland/2026-11', 'cn-mainland/2026-11.2'], '2026-11-30')).toBe(
    'cn-mainland/2026-11.3',
  )
  expect(() => nextVersion('latest', [], '2026-11-25')).toThrow(RangeError)
})

test('the name in an address leads back to its version', () => {
  expect(slugOf('cn-mainland/2026-11.2')).toBe('cn-mainland_2026-11.2')
  expect(versionOf('cn-mainland_2026-11.2')).toBe('cn-mainland/2026-11.2')
})

test('an invalid name is no version', () => {
  expect(isVersionName('cn-mainland/2026-11.2')).toBe(true)
  for (const text of ['', 'cn-mainland', 'cn-mainland/2026-11\0', 'CN/2026-11']) expect(isVersionName(text)).toBe(false)
})
