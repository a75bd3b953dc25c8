// Measures where the time of a run goes.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

const SLOWEST = 20

const started = performance.now()
const atStart = processors()
const stages = []
const files = []

/** Does a part of the run, and writes down when it was done. */
export async function timed(name, work) {
  const [from, before] = [performance.now(), processors()]
  try {
    return await work()
  } finally {
    stages.push({ name, from: from - started, until: performance.now() - started, busy: shareSince(before) })
  }
}

/** Writes down how long a file of tests took. */
export function tookFile(file, milliseconds) {
  files.push({ file, milliseconds })
}

/** Prints each part with its start and end, how busy the machine was meanwhile, and the files that took longest. */
export function printTimes() {
  const width = Math.max(...stages.map(({ name }) => name.length))
  console.log(`\n${'stage'.padEnd(width)}    from   until   took  busy`)
  for (const { name, from, until, busy } of stages.toSorted((a, b) => a.from - b.from)) {
    console.log(`${name.padEnd(width)}  ${clock(from)}  ${clock(until)}  ${clock(until - from)}  ${busy}`)
  }
  const all = performance.now() - started
  console.log(`${'all'.padEnd(width)}  ${clock(0)}  ${clock(all)}  ${clock(all)}  ${shareSince(atStart)}`)
  for (const { file, milliseconds } of files.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST)) {
    console.log(`  ${clock(milliseconds)}  ${file}`)
  }
  console.log('')
}

/**
 * Writes a run to a file, for comparing it with others: seconds of each stage and file, and what passed and failed.
 *
 * @param {import('./tally.mjs').Tally} totals
 */
export function writeTimes(file, totals) {
  const seconds = (milliseconds) => Math.round(milliseconds / 100) / 10
  const run = {
    seconds: seconds(performance.now() - started),
    ...totals,
    stages: stages.map(({ name, from, until, busy }) => ({
      name,
      from: seconds(from),
      until: seconds(until),
      busyPercent: Number.parseInt(busy, 10),
    })),
    files: files
      .toSorted((a, b) => b.milliseconds - a.milliseconds)
      .map(({ file, milliseconds }) => ({ file, seconds: seconds(milliseconds) })),
  }
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`)
}

function processors() {
  const times = cpus().map((one) => one.times)
  const all = times.reduce((total, one) => total + Object.values(one).reduce((a, b) => a + b, 0), 0)
  return { all, idle: times.reduce((total, { idle }) => total + idle, 0) }
}

/** Returns how much of the machine's processors was used since, by any process. */
function shareSince(before) {
  const { all, idle } = processors()
  const share = all === before.all ? 0 : 1 - (idle - before.idle) / (all - before.all)
  return `${Math.round(share * 100)} %`.padStart(5)
}

function clock(milliseconds) {
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`.padStart(6)
}
