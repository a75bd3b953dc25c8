import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GROUPS, NAMED } from '@/scripts/test/suites.mjs'

test('each named test exists and is in one list; what no list names is in the gate', () => {
  const all = Object.values(NAMED).flat()
  expect(new Set(all).size).toBe(all.length)
  for (const file of all) expect(existsSync(file), file).toBe(true)
  for (const file of all.filter((name) => name.startsWith('tests/system/'))) {
    expect(GROUPS.busy[GROUPS.busy.indexOf(file) - 1], file).toBe('--exclude')
  }
})
