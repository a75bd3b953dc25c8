import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BY_NAME, GATE_BROWSER, GATE_SYSTEM, longBrowser, longSystem } from '@/scripts/test/suites.mjs'

test('each file that the gate names exists, once', () => {
  const all = [...GATE_SYSTEM, ...GATE_BROWSER]
  expect(new Set(all).size).toBe(all.length)
  for (const file of all) expect(existsSync(file), file).toBe(true)
})

test('what the gate leaves out is in a part of the long suite', () => {
  expect(longSystem()).toContain('tests/system/canary.test.ts')
  expect(longBrowser()).toContain('tests/e2e/accessibility.spec.ts')
  for (const file of GATE_SYSTEM) expect(longSystem(), file).not.toContain(file)
  // A part that runs files by their names must not share one with the gate unless it has a count of its own.
  const shared = GATE_SYSTEM.filter((file) => BY_NAME.some((name) => file.includes(name)))
  expect(shared).toEqual([
    'tests/system/kill.test.ts',
    'tests/system/kill-worker.test.ts',
    'tests/system/matrix/matrix.test.ts',
  ])
})
