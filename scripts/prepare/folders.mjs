import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const at = (...names) => path.join(root, ...names)

/** An error that the person who runs the command can fix: it is printed in one line, without a stack. */
export class StartError extends Error {}

const OLDEST_NODE = [20, 19]

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  throw new StartError(`Node ${process.versions.node} is too old: ${OLDEST_NODE.join('.')} or later is needed.`)
}

/** Returns the folder of everything that must be stored, private to the account that runs the portal. */
export function dataFolder() {
  const folder = path.resolve(root, process.env.ZHUNXIN_DATA || 'data')
  try {
    if (!existsSync(folder)) makeFolder(folder)
    if (statSync(folder).mode & 0o067) chmodSync(folder, 0o700)
    writeFileSync(path.join(folder, '.writable'), '')
  } catch (error) {
    throw new StartError(`The data folder ${folder} can't be written to (${error.code}).`)
  }
  return folder
}

/**
 * Creates the folder without `recursive` first: on a read-only disk, the recursive way only reports that the folder is
 * missing.
 */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }
}
