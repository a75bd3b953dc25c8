import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { root } from '../prepare/folders.mjs'

/**
 * Runs a script by a Node to its end, and shows what it prints as it comes.
 *
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, node?: string, lane?: string }} options `lane` stands before each line, for what runs
 *   beside other work
 * @returns {Promise<number>} its exit code
 */
export function watch(args, { env = {}, node = process.execPath, lane } = {}) {
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
    const end = () => child.kill()
    process.once('exit', end) // nothing continues when the build fails
    child.once('error', () => resolve(1))
    child.once('close', (code) => {
      process.off('exit', end)
      resolve(code ?? 1)
    })
  })
}
