import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { at, root, StartError } from './folders.mjs'

/** The advice for an account that may only read the sources. */
export const RUN_BUILD = 'Run `npm run build` as an account that can.'

export const say = (line) => console.log(`[zhunxin] ${line}`)

/** Runs a program to its end, with its output in .build/<name>.log; the last lines are shown when it fails. */
export async function run(name, program, args, env = {}) {
  const file = at('.build', `${name}.log`)
  const log = opened(name, file)
  const code = await new Promise((resolve) => {
    const isScript = process.platform === 'win32' && !program.endsWith('.exe')
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log],
      shell: isScript,
    })
    child.once('error', (error) => resolve(error.message))
    child.once('close', (status, signal) => resolve(status ?? signal))
  })
  closeSync(log)
  if (code === 0) return
  const end = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-40).join('\n')
  if (end) console.error(end)
  throw new StartError(`${name} failed (${code}). All it said is in ${path.relative(root, file)}.`)
}

function opened(name, file) {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    return openSync(file, 'w')
  } catch (error) {
    throw new StartError(
      `${name} is to be done first, and this account can't write ${file} (${error.code}). ${RUN_BUILD}`,
    )
  }
}

/** Runs a program of a package with this Node. */
export const runPackage = (name, script, args, env) =>
  run(name, process.execPath, [at('node_modules', ...script.split('/')), ...args], env)
