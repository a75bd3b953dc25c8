import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { at, root } from '../prepare/folders.mjs'
import { limitStage } from './limits.mjs'
import { firstLine, freshReport, packaged, REPORTS } from './reports.mjs'
import { sum, tally } from './tally.mjs'
import { tookFile } from './times.mjs'
import { OUT_OF_TIME, watch } from './watch.mjs'

/** More files than these fail because the change is wrong, not because the machine was busy. */
const MOST_AGAIN = 6
const MINUTES_AGAIN = 15

/**
 * @typedef {{ file: string, passed: number, failures: { name: string, message: string }[] }} FileResult `file` is
 *   absolute
 * @typedef {{ files: FileResult[], skippedNames: string[], faults: string[] }} VitestRun `faults` are failures of no
 *   file that could run again
 */

/**
 * Runs vitest once.
 *
 * @param {string[]} args such as `--project unit`, or files
 * @param
 *   {{ lane?: string, node?: string, env?: Record<string, string>, minutes?: number, folder?: string, reports?: string }}
 *   how `node` runs them and the programs that they start; `folder` is the project whose tests they are
 * @returns {Promise<VitestRun>}
 */
export async function vitest(
  args,
  { minutes = Number.POSITIVE_INFINITY, folder = root, reports = REPORTS, ...how } = {},
) {
  const name = how.lane ? `vitest-${how.lane}` : 'vitest'
  const stage = how.lane ? `${how.lane} tests` : 'tests'
  const [report, progress] = [freshReport(reports, `${name}.json`), freshReport(reports, `${name}.jsonl`)]
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    `--reporter=${at('scripts/test/progress-reporter.mjs')}`,
  ]
  const limit = limitStage(minutes)
  const code = await watch([packaged('vitest/vitest.mjs'), 'run', `--root=${folder}`, ...args, ...reporters], {
    ...how,
    limit,
    env: { ...how.env, ZHUNXIN_TEST_PROGRESS: progress },
  })
  const { planned, running, ended, errors, took } = readProgress(progress)
  if (code === OUT_OF_TIME) {
    return failedRun(`${stage} took longer than they may: ${limit.took()}; running: ${running.map(shown).join(', ')}`)
  }
  if (!existsSync(report)) return failedRun(`${stage}: no report, exit code ${code}`)
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  for (const [file, milliseconds] of took) tookFile(shown(file), milliseconds)
  const files = testResults.map(resultOf)
  const failed = new Set(files.filter(({ failures }) => failures.length > 0).map(({ file }) => file))
  const faults = [
    ...planned.filter((file) => !ended.has(file) && !failed.has(file)).map((file) => `${shown(file)}: no result`),
    ...errors
      .filter(({ file }) => !failed.has(file))
      .map(({ file, message }) => `${shown(file ?? stage)}: ${firstLine(message)}`),
    ...testResults.flatMap(unrun),
  ]
  if (code !== 0 && failed.size === 0 && faults.length === 0)
    faults.push(`${stage}: exit code ${code}, and no test failed`)
  return { files, skippedNames: testResults.flatMap(skipped), faults }
}

/**
 * Counts what failed as failed: for tests that depend on no clock and no other program, which have no reason to fail
 * once.
 *
 * @param {VitestRun} run
 * @returns {import('./tally.mjs').Tally}
 */
export const countOnce = ({ files, skippedNames, faults }) => sum([tallyOf(files), namedFaults(faults, skippedNames)])

/**
 * Runs the files that failed again, one after another: what passes then counts as passed and is named as flaky, what
 * fails again has failed. Nothing else is forgiven.
 *
 * @param {VitestRun[]} runs
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function settle(runs, how = {}) {
  const failed = runs.flatMap(({ files }) => files).filter(({ failures }) => failures.length > 0)
  const again = await runAgain(failed, how)
  const tallies = runs.map(({ files, skippedNames, faults }) =>
    sum([tallyOf(files, again), namedFaults(faults, skippedNames)]),
  )
  return sum([...tallies, namedFaults(again?.faults ?? [])])
}

function runAgain(failed, how) {
  if (failed.length === 0) return undefined
  if (failed.length > MOST_AGAIN) {
    console.log(`${failed.length} files failed: none runs again, since more than ${MOST_AGAIN} are no accident.`)
    return undefined
  }
  const files = failed.map(({ file }) => file)
  console.log(`Again, one after another: ${files.map(shown).join(', ')}`)
  return vitest(['--maxWorkers=1', ...files], { ...how, lane: 'again', minutes: MINUTES_AGAIN })
}

function tallyOf(files, again) {
  return sum(
    files.map((first) => {
      if (first.failures.length === 0) return tally(first.passed, 0)
      const second = again?.files.find(({ file }) => file === first.file)
      if (second && second.failures.length === 0)
        return tally(second.passed, 0, [], [], first.failures.map(named(first)))
      const last = second ?? first
      return tally(last.passed, last.failures.length, [], last.failures.map(named(last)))
    }),
  )
}

const named =
  ({ file }) =>
  ({ name, message }) =>
    `${[shown(file), name].filter(Boolean).join(' › ')}: ${firstLine(message)}`

const namedFaults = (faults, skippedNames = []) => tally(0, faults.length, skippedNames, faults)

const failedRun = (fault) => ({ files: [], skippedNames: [], faults: [fault] })

const shown = (file) => (path.isAbsolute(file) ? path.relative(root, file) : file)

/** @returns {FileResult} */
function resultOf({ name: file, status, message, assertionResults }) {
  const failures = assertionResults
    .filter((one) => one.status === 'failed')
    .map(({ fullName, failureMessages }) => ({ name: fullName, message: failureMessages[0] }))
  // A file that can't be loaded has no case of its own, and neither has what runs after all cases.
  if (status === 'failed' && failures.length === 0) failures.push({ name: '', message })
  return { file, passed: assertionResults.filter((one) => one.status === 'passed').length, failures }
}

const skipped = ({ assertionResults }) =>
  assertionResults.filter(({ status }) => status === 'skipped' || status === 'todo').map(({ fullName }) => fullName)

/** A test that should have run and has no result. */
const unrun = ({ name: file, status, assertionResults }) =>
  status === 'failed'
    ? [] // its file runs again
    : assertionResults
        .filter((one) => one.status === 'pending')
        .map(({ fullName }) => `${shown(file)} › ${fullName}: did not run`)

function readProgress(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
  const all = lines.map((line) => JSON.parse(line))
  const ended = new Set(all.flatMap((one) => one.ended ?? []))
  const startedAt = new Map(all.filter(({ started }) => started).map(({ started, at }) => [started, at]))
  return {
    planned: all.flatMap((one) => one.planned ?? []),
    ended,
    running: all.flatMap((one) => one.started ?? []).filter((one) => !ended.has(one)),
    errors: all.flatMap((one) => one.errors ?? []),
    /** Milliseconds of each file, with what it does before and after its tests. */
    took: all.filter(({ ended }) => ended).map(({ ended: file, at }) => [file, at - (startedAt.get(file) ?? at)]),
  }
}
