import { existsSync, readFileSync } from 'node:fs'
import { limitStage } from './limits.mjs'
import { freshReport, inOneLine, packaged, REPORTS } from './reports.mjs'
import { SHORT_LIVED } from './short-lived.mjs'
import { tally } from './tally.mjs'
import { tookFile } from './times.mjs'
import { OUT_OF_TIME, watch } from './watch.mjs'

/**
 * Runs Playwright. A test that failed runs again at the end, alone (playwright.config.ts): what passes then counts as
 * passed and is named as flaky.
 *
 * @param {string[]} args such as `--project journeys`
 * @param {{ lane?: string, node?: string, env?: Record<string, string>, minutes?: number, reports?: string }} how
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function playwright(args = [], how = {}) {
  const { env = {}, minutes = Number.POSITIVE_INFINITY, reports = REPORTS, ...rest } = how
  const file = freshReport(reports, 'e2e.json')
  const options = `${process.env.NODE_OPTIONS ?? ''} --conditions=react-server`.trim()
  const flags = how.node ? [] : SHORT_LIVED // they are this Node's; the workers inherit them
  const limit = limitStage(minutes)
  const code = await watch([...flags, packaged('@playwright/test/cli.js'), 'test', ...args], {
    ...rest,
    limit,
    lastSignal: 'SIGINT', // it then names what was running
    patienceMs: 30_000,
    env: { ...env, NODE_OPTIONS: options, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  })
  const { suites = [], errors = [] } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const tests = suites
    .flatMap(specsIn)
    .flatMap(({ file: of, title, tests: each }) => each.map((one) => ({ ...one, name: `${of} › ${title}` })))
  for (const { file: of, specs } of suites.map((suite) => ({ file: suite.file, specs: specsIn(suite) }))) {
    tookFile(
      of,
      specs
        .flatMap((spec) => spec.tests.flatMap(({ results }) => results))
        .reduce((ms, { duration }) => ms + duration, 0),
    )
  }
  const running = tests.filter(({ results }) => results.some(({ status }) => status === 'interrupted'))
  const failed = tests.filter(({ status }) => status === 'unexpected')
  const flaky = tests.filter(({ status }) => status === 'flaky')
  const skipped = tests.filter(({ status, results }) => status === 'skipped' && results.length > 0)
  const unrun = tests.filter(({ status, results }) => status === 'skipped' && results.length === 0)
  const faults = errors.map(({ message }) => inOneLine(message))
  if (code === OUT_OF_TIME) {
    const names = running.map(({ name }) => name).join(', ')
    faults.push(`browser tests took longer than they may: ${limit.took()}; running: ${names}`)
  } else if (!existsSync(file)) faults.push(`browser tests: no report, exit code ${code}`)
  else if (code !== 0 && failed.length + faults.length === 0)
    faults.push(`browser tests: exit code ${code}, and no test failed`)
  const failedNames = [
    ...failed.filter((one) => !running.includes(one)).map(named),
    ...unrun.map(({ name }) => `${name}: did not run`),
    ...faults,
  ]
  return tally(
    tests.filter(({ status }) => status === 'expected').length + flaky.length,
    failedNames.length,
    skipped.map(({ name }) => name),
    failedNames,
    flaky.map(named),
  )
}

const specsIn = (suite) => [...(suite.suites ?? []).flatMap(specsIn), ...(suite.specs ?? [])]

/** Returns the name and the first error: what was expected is below its first line, so all of it is one line. */
function named({ name, results }) {
  const { error, status } = results.find((one) => one.error || one.status !== 'passed') ?? {}
  return `${name}: ${inOneLine(error?.message) || status}`
}
