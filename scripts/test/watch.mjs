import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { root } from '../prepare/folders.mjs'
import { limitStage, whenOver } from './limits.mjs'
import { endProcesses } from './process-tree.mjs'

/** The exit code of what was ended at its limit, as timeout(1) has it. */
export const OUT_OF_TIME = 124

/**
 * Runs a script by a Node to its end, and shows what it prints as it comes. At its limit it is ended, and all that it
 * started.
 *
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, node?: string, lane?: string, limit?: ReturnType<typeof limitStage>,
 *   lastSignal?: NodeJS.Signals, patienceMs?: number }} options `lane` stands before each line, for what runs beside
 *   other work; `lastSignal` is sent at the limit, and has `patienceMs` to work
 * @returns {Promise<number>} its exit code, or OUT_OF_TIME
 */
export function watch(args, options = {}) {
  const { env = {}, node = process.execPath, lane, lastSignal = 'SIGTERM', patienceMs = 5_000 } = options
  const limit = options.limit ?? limitStage(Number.POSITIVE_INFINITY)
  return new Promise((resolve) => {
    const output = lane ? 'pipe' : 'inherit'
    const child = spawn(node, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['inherit', output, output],
    })
    for (const stream of lane ? [child.stdout, child.stderr] : []) {
      createInterface({ input: stream }).on('line', (line) => console.log(`${lane} │ ${line}`))
    }
    let isOver = false
    const stopClock = whenOver(limit, async () => {
      isOver = true
      await endProcesses([child.pid], { signal: lastSignal, patienceMs })
      ended(OUT_OF_TIME) // something unknown may still hold its output
    })
    const end = () => child.kill()
    const ended = (code) => {
      stopClock()
      process.off('exit', end)
      resolve(isOver ? OUT_OF_TIME : code)
    }
    process.once('exit', end) // nothing continues when the build fails
    child.once('error', () => ended(1))
    child.once('close', (code) => ended(code ?? 1))
  })
}
