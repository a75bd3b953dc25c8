import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BY_NAME, GATE_SYSTEM } from '@/scripts/test/suites.mjs'

/** Names the test of the gate that runs a command in its smallest form, and a text by which that is seen in it. */
const IN_GATE: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'npm start': ['tests/system/start.test.ts', 'const portal = await start({'],
  'npm run build': ['tests/system/build.test.ts', 'scripts/start.mjs'],
  'npm run demo': ['tests/system/demo.test.ts', "script: 'scripts/demo.mjs'"],
  'npm run demo -- --many': ['tests/system/demo.test.ts', "'--many'"],
  'npm run worker': ['tests/system/start.test.ts', 'startSeparateWorker('],
  'npm run worker -- --check': ['tests/system/start.test.ts', "['--check']"],
  'npm run backup': ['tests/system/backup.test.ts', 'startBackup('],
  'npm run restore': ['tests/system/backup.test.ts', 'startRestore('],
  'npm run doctor': ['tests/system/offered.test.ts', "works('doctor')"],
  'npm run admin:reset': ['tests/system/offered.test.ts', "works('admin:reset')"],
  'npm run keys:check': ['tests/system/offered.test.ts', "works('keys:check')"],
  'npm run keys:rotate': ['tests/system/offered.test.ts', "works('keys:rotate')"],
  'npm run keys:forget': ['tests/system/offered.test.ts', "npm('keys:forget'"],
  'npm run keys:export': ['tests/system/offered.test.ts', "works('keys:export'"],
  'npm run keys:import': ['tests/system/offered.test.ts', "works('keys:import'"],
  'npm run audit:verify': ['tests/system/offered.test.ts', "works('audit:verify')"],
  'npm run vault:scrub': ['tests/system/offered.test.ts', "works('vault:scrub')"],
  'npm run vault:inspect': ['tests/system/offered.test.ts', "works('vault:inspect'"],
  'npm run checks:read': ['tests/system/offered.test.ts', "works('checks:read'"],
}

/** Says why the gate does not run a command, and what does. */
const ELSEWHERE: Readonly<Record<string, { why: string; runBy: string }>> = {
  'npm test': { why: 'it is the gate', runBy: '.ci/run' },
  'npm run validate': { why: 'each of its parts is a part of the gate', runBy: '.ci/run' },
  'npm run dev': {
    why: 'the framework compiles each page again, which takes minutes',
    runBy: 'tests/system/workshop.test.ts',
  },
  'npm run icons': { why: 'it writes into the sources', runBy: 'tests/system/workshop.test.ts' },
  'npm run bench': { why: 'it measures, and the gate must not', runBy: 'tests/system/workshop.test.ts' },
  'npm run bench -- --only --share': { why: 'the same', runBy: 'tests/system/workshop.test.ts' },
  'npm run screens': { why: 'hundreds of pictures, at which people look', runBy: 'tests/screens/demo.spec.ts' },
  'npm run test:long': { why: 'it takes hours', runBy: 'scripts/test-long.mjs' },
}

/** Reads what is offered: the name of each command, and its options without their values. */
function commandsIn(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/\bnpm (start|test\b(?!:)|run [a-z:]+)((?: --)?(?: (?!#)[^\s`]+)*)/g)].map(
    ([, name = '', rest = '']) => {
      const words = rest.split('#')[0]?.trim().split(/\s+/) ?? []
      const options = words.filter((word) => /^--[a-z]/.test(word))
      return options.length > 0 ? `npm ${name} -- ${options.join(' ')}` : `npm ${name}`
    },
  )
}

const offered = [...new Set(['README.md', 'CONTRIBUTING.md'].flatMap(commandsIn))].sort()

test('each command that README or CONTRIBUTING offers is run by the gate, or is on the list with what runs it', () => {
  expect(offered).toEqual([...Object.keys(IN_GATE), ...Object.keys(ELSEWHERE)].sort())
})

test.each(Object.entries(IN_GATE))('%s is run by the gate', (_, [file, text]) => {
  expect(GATE_SYSTEM).toContain(file)
  expect(readFileSync(file, 'utf8')).toContain(text)
})

test.each(Object.entries(ELSEWHERE))('what runs %s exists', (_, { runBy }) => {
  expect(existsSync(runBy)).toBe(true)
})

test('the parts of the long suite that are named exist', () => {
  const named = [...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/npm run test:long -- ([^#\n]+)/g)]
  const parts = named.flatMap(([, given = '']) => given.trim().split(/\s+/)).filter((part) => !part.startsWith('lib/'))
  const known = [...Object.keys(BY_NAME), 'system', 'browser', 'node-20', 'node-22', 'node-24', 'guards']
  expect(parts.length).toBeGreaterThan(0)
  expect(parts.filter((part) => !known.includes(part))).toEqual([])
})
