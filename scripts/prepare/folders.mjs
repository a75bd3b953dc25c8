import { createHmac, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const at = (...names) => path.join(root, ...names)

/** Something that whoever starts it can mend: said in one line, without a stack. */
export class StartError extends Error {}

const OLDEST_NODE = [20, 19]

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  throw new StartError(`Node ${process.versions.node} is too old: ${OLDEST_NODE.join('.')} or later is needed.`)
}

/** The folder of everything that must be kept, private to whoever runs the portal. */
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

/** Made by itself first: of a disk that is read-only, the recursive way only says that the folder isn't there. */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }
}

/** Seals what server actions close over. The same for ever, or pages that are open break with each build. */
function serverActionsKey(folder) {
  const file = path.join(folder, 'server-actions.key')
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600, flush: true })
    renameSync(draft, file) // whole or not at all: killed half-way, a key would be short
  }
  return readFileSync(file, 'utf8')
}

/**
 * What the built app needs to know when it runs, and when it is built: there only a derivative of the key, which keeps the
 * names of actions stable, since a build writes its key down in clear.
 */
export function nextEnvironment(folder, deployment) {
  const key = serverActionsKey(folder)
  const shared = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ZHUNXIN_DEPLOYMENT: deployment }
  const derived = createHmac('sha256', key).update('build').digest('base64')
  return {
    forBuild: { ...shared, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: derived },
    forRun: { ...shared, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key },
  }
}
