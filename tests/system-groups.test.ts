import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GROUPS, NAMED } from '@/scripts/test/system-tests.mjs'

test('each system test is in one group', () => {
  expect(new Set(NAMED).size).toBe(NAMED.length)
  for (const file of NAMED) {
    expect(existsSync(file), file).toBe(true)
    expect(GROUPS.busy, file).toContain(file) // left out there
    expect(
      [GROUPS.waiting, GROUPS.timed].filter((group) => group.includes(file)),
      file,
    ).toHaveLength(1)
  }
})
