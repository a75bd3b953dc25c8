// Each runner reports how many tests passed, failed and were skipped, and the names of skipped and failed ones.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { at, root } from '../prepare/folders.mjs'
import { SHORT_LIVED } from './short-lived.mjs'
import { tookFile } from './times.mjs'
import { watch } from './watch.mjs'

/** @typedef {{ passed: number, failed: number, skippedNames: string[], failedNames: string[] }} Tally */

/** @returns {Tally} */
export const tally = (passed, failed, skippedNames = [], failedNames = []) => ({
  passed,
  failed,
  skippedNames,
  failedNames,
})

export const sum = (tallies) =>
  tallies.reduce(
    (all, one) =>
      tally(
        all.passed + one.passed,
        all.failed + one.failed,
        [...all.skippedNames, ...one.skippedNames],
        [...all.failedNames, ...one.failedNames],
      ),
    tally(0, 0),
  )

const packaged = (script) => at('node_modules', ...script.split('/'))

/** Lists the checks that need no database and no browser: one pass or failure each. */
const OF_SOURCES = [
  ['format and lint', ['@biomejs/biome/bin/biome', 'check']],
  [
    'boundaries',
    [
      'dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', '.dependency-cruiser.cjs'],
      ...['app', 'components', 'lib', 'scripts/demo'],
    ],
  ],
  ['dead code', ['knip/bin/knip.js']],
]

/** These read what the framework generates about pages, too. Next to other work one checker is enough: four check some things twice. */
const ofTypes = (lane) => [
  ['lint with types', ['oxlint/bin/oxlint', '--type-aware', '--quiet']],
  ['types', ['typescript/bin/tsc', '--noEmit', '-p', '.', ...(lane ? ['--checkers', '1'] : [])]],
]

/** Runs the checks that need neither a database nor a browser: one pass or failure each. */
export const staticChecks = async () => sum([await checkSources(), await checkTypes()])

export async function checkSources(lane) {
  const floors = await check('security floors', [at('scripts/check-floors.mjs')], lane)
  const words = await check('plain words', [at('scripts/check-words.mjs')], lane)
  return sum([floors, words, await checkAll(OF_SOURCES, lane)])
}

/** @param {string} lane see `watch` */
export const checkTypes = (lane) => checkAll(ofTypes(lane), lane)

async function checkAll(checks, lane) {
  const tallies = []
  for (const [name, [script, ...args]] of checks) tallies.push(await check(name, [packaged(script), ...args], lane))
  return sum(tallies)
}

async function check(name, args, lane) {
  const code = await watch(args, { lane })
  console.log(`${code === 0 ? '✓' : '✗'} ${name}`)
  return code === 0 ? tally(1, 0) : tally(0, 1, [], [name])
}

/**
 * Runs vitest.
 *
 * @param {string[]} args such as `--project unit`, or files
 * @param {string} node the program that runs them and the programs that they start
 */
export async function vitest(args, how = {}) {
  const file = freshReport(how.lane ? `vitest-${how.lane}.json` : 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await watch([packaged('vitest/vitest.mjs'), 'run', ...args, ...reporters], how)
  if (!existsSync(file)) return tally(0, 1)
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const files = report.testResults.map(({ name, ...rest }) => ({ ...rest, file: path.relative(root, name) }))
  for (const { file: name, startTime, endTime } of files) tookFile(name, endTime - startTime)
  const cases = files.flatMap(({ file, assertionResults }) => assertionResults.map((one) => ({ ...one, file })))
  const skipped = cases.filter(({ status }) => status === 'skipped' || status === 'pending' || status === 'todo')
  // A file that can't be loaded has no case of its own.
  const broken = files.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.length)
  const failed = report.numFailedTests + broken.length
  return tally(
    report.numPassedTests,
    code === 0 ? failed : Math.max(1, failed),
    skipped.map(({ fullName }) => fullName),
    [
      ...broken.map(({ file, message }) => `${file}: ${firstLine(message)}`),
      ...cases
        .filter(({ status }) => status === 'failed')
        .map(({ file, fullName, failureMessages: [message] }) => `${file} › ${fullName}: ${firstLine(message)}`),
    ],
  )
}

export async function playwright(args = [], { env = {}, ...how } = {}) {
  const file = freshReport('e2e.json')
  const options = `${process.env.NODE_OPTIONS ?? ''} --conditions=react-server`.trim()
  const flags = how.node ? [] : SHORT_LIVED // they are this Node's; the workers inherit them
  const code = await watch([...flags, packaged('@playwright/test/cli.js'), 'test', ...args], {
    ...how,
    env: { ...env, NODE_OPTIONS: options },
  })
  if (!existsSync(file)) return tally(0, 1)
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8'))
  const failed = stats.unexpected + stats.flaky // a retry is a defect
  for (const { file: name, specs: own } of suites.map((suite) => ({ file: suite.file, specs: specsIn(suite) }))) {
    tookFile(
      name,
      own
        .flatMap(({ tests }) => tests)
        .flatMap(({ results }) => results)
        .reduce((ms, one) => ms + one.duration, 0),
    )
  }
  const specs = suites.flatMap(specsIn)
  const named = (...wanted) =>
    specs
      .filter(({ tests }) => tests.some(({ status }) => wanted.includes(status)))
      .map(({ file, title, tests }) => [`${file} › ${title}`, errorOf(tests)].filter(Boolean).join(': '))
  return tally(
    stats.expected,
    code === 0 ? failed : Math.max(1, failed),
    named('skipped'),
    named('unexpected', 'flaky'),
  )
}

const specsIn = (suite) => [...(suite.suites ?? []).flatMap(specsIn), ...(suite.specs ?? [])]

/** The first error of a Playwright test, in one line without colours: what it expected stands below its first line. */
const errorOf = (tests) =>
  stripVTControlCharacters(tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message ?? '')
    .replace(/\s+/g, ' ')
    .slice(0, 400)

const firstLine = (message = '') => message.trim().split('\n', 1)[0]

function freshReport(name) {
  mkdirSync(at('test-results'), { recursive: true })
  const file = at('test-results', name)
  rmSync(file, { force: true })
  return file
}

/** Prints what was skipped and what failed, and the line with the totals; sets the exit code. */
export function conclude(tallies) {
  const { passed, failed, skippedNames, failedNames } = sum(tallies)
  for (const name of skippedNames) console.log(`skipped: ${name}`)
  for (const name of failedNames) console.log(`failed: ${name}`)
  console.log(`${passed} passed, ${failed} failed, ${skippedNames.length} skipped`)
  process.exitCode = failed === 0 ? 0 : 1
}
