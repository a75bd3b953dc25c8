// Each runner says how many passed, failed and were skipped, and the names of what was skipped and what failed.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { at, root } from '../prepare/folders.mjs'

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

/** Runs a script by a Node to its end, seen as it goes; resolves with its exit code. */
function watch(args, env = {}, node = process.execPath) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' })
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code ?? 1))
  })
}

const packaged = (script) => at('node_modules', ...script.split('/'))

/** What needs no database and no browser: one pass or failure each. */
const STATIC = [
  ['format and lint', ['@biomejs/biome/bin/biome', 'check']],
  ['lint with types', ['oxlint/bin/oxlint', '--type-aware', '--quiet']],
  ['types', ['typescript/bin/tsc', '--noEmit', '-p', '.']],
  [
    'boundaries',
    ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'app', 'components', 'lib'],
  ],
  ['dead code', ['knip/bin/knip.js']],
]

export async function staticChecks() {
  const tallies = []
  for (const [name, [script, ...args]] of STATIC) tallies.push(await check(name, [packaged(script), ...args]))
  tallies.push(await check('security floors', [at('scripts/check-floors.mjs')]))
  return sum(tallies)
}

async function check(name, args) {
  const code = await watch(args)
  console.log(`${code === 0 ? '✓' : '✗'} ${name}`)
  return code === 0 ? tally(1, 0) : tally(0, 1, [], [name])
}

/**
 * @param {string[]} args such as `--project unit`, or files
 * @param {string} node the program that runs them, and what they start
 */
export async function vitest(args, env = {}, node = process.execPath) {
  const file = freshReport('vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await watch([packaged('vitest/vitest.mjs'), 'run', ...args, ...reporters], env, node)
  if (!existsSync(file)) return tally(0, 1)
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const files = report.testResults.map(({ name, ...rest }) => ({ ...rest, file: path.relative(root, name) }))
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

export async function playwright(args = [], env = {}, node = process.execPath) {
  const file = freshReport('e2e.json')
  const options = `${process.env.NODE_OPTIONS ?? ''} --conditions=react-server`.trim()
  const code = await watch(
    [packaged('@playwright/test/cli.js'), 'test', ...args],
    { ...env, NODE_OPTIONS: options },
    node,
  )
  if (!existsSync(file)) return tally(0, 1)
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8'))
  const failed = stats.unexpected + stats.flaky // a retry is a defect
  const specs = suites.flatMap(specsIn)
  const named = (...wanted) =>
    specs
      .filter(({ tests }) => tests.some(({ status }) => wanted.includes(status)))
      .map(({ file, title }) => `${file} › ${title}`)
  return tally(
    stats.expected,
    code === 0 ? failed : Math.max(1, failed),
    named('skipped'),
    named('unexpected', 'flaky'),
  )
}

const specsIn = (suite) => [...(suite.suites ?? []).flatMap(specsIn), ...(suite.specs ?? [])]

const firstLine = (message = '') => message.trim().split('\n', 1)[0]

function freshReport(name) {
  mkdirSync(at('test-results'), { recursive: true })
  const file = at('test-results', name)
  rmSync(file, { force: true })
  return file
}

/** Prints what was skipped and what failed, and the line that adds it all up; sets the exit code. */
export function conclude(tallies) {
  const { passed, failed, skippedNames, failedNames } = sum(tallies)
  for (const name of skippedNames) console.log(`skipped: ${name}`)
  for (const name of failedNames) console.log(`failed: ${name}`)
  console.log(`${passed} passed, ${failed} failed, ${skippedNames.length} skipped`)
  process.exitCode = failed === 0 ? 0 : 1
}
