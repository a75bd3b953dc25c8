import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { BY_NAME, GATE_BROWSER, GATE_SYSTEM, isByName, longBrowser, longSystem } from '@/scripts/test/suites.mjs'

test('each file that the gate names exists, once', () => {
  const all = [...GATE_SYSTEM, ...GATE_BROWSER]
  expect(new Set(all).size).toBe(all.length)
  for (const file of all) expect(existsSync(file), file).toBe(true)
})

test('what the gate leaves out is in a part of the long suite', () => {
  expect(longSystem()).toContain('tests/system/canary.test.ts')
  expect(longBrowser()).toContain('tests/e2e/everywhere/accessibility.spec.ts')
  for (const file of GATE_SYSTEM) expect(longSystem(), file).not.toContain(file)
  // A part that runs files by their names must not share one with the gate unless it has a count of its own.
  const shared = GATE_SYSTEM.filter(isByName)
  expect(shared).toEqual([
    'tests/system/kill.test.ts',
    'tests/system/kill-worker.test.ts',
    'tests/system/matrix/matrix.test.ts',
    ...GATE_SYSTEM.filter((file) => file.includes('attacks/')),
  ])
})

const testsIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(file))

test('each test file is where a project looks for it', () => {
  const all = ['app', 'components', 'docs', 'examples', 'lib', 'prisma', 'public', 'scripts', 'tests'].flatMap(testsIn)
  const unit = /^(?:app|components|lib|scripts|tests)\/(?!.*\.db\.)(?!system\/).*\.test\.tsx?$/
  const databaseOrSystem = /^(?:app|components|lib|scripts|tests)\/.*\.db\.test\.ts$|^tests\/system\/.*\.test\.ts$/
  const browser = /^tests\/(?:e2e\/[^/]+|screens)\/[^/]+\.spec\.ts$/
  expect(all.filter((file) => ![unit, databaseOrSystem, browser].some((of) => of.test(file)))).toEqual([])
})

test('each part of the long suite has files, and each file with a count of its own there is in one', () => {
  const all = [...testsIn('lib'), ...testsIn('tests')]
  for (const [name, [...parts]] of Object.entries(BY_NAME))
    for (const part of parts)
      expect(all.filter((file) => file.includes(part)).length, `${name}: ${part}`).toBeGreaterThan(0)
  // vitest reads what begins with a hyphen as an option
  expect(
    Object.values(BY_NAME)
      .flat()
      .filter((part) => part.startsWith('-')),
  ).toEqual([])
  const heavy = all.filter((file) => /\bheavy\(|\bIS_LONG\b/.test(readFileSync(file, 'utf8')))
  expect(heavy.length).toBeGreaterThan(20)
  for (const file of heavy) expect(isByName(file) || longSystem().includes(file), file).toBe(true)
  const inTurn = testsIn('tests/e2e').filter((file) => /\blanguagesOf\(/.test(readFileSync(file, 'utf8')))
  expect(inTurn.length).toBeGreaterThan(1)
  for (const file of inTurn) expect(longBrowser()).toContain(file)
})
