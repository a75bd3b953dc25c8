import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import path from 'node:path'
import { at } from '../prepare/folders.mjs'

const SHARED_MEMORY = '/dev/shm'
const PREFIX = 'zhunxin-tests-'
/** Several clusters and browsers run at once. */
const LEAST_FREE = 4 * 1024 ** 3

/** Returns what tests have in their environment: where their files are, and where pictures are that they need drawn only once. */
export function foldersOfRun() {
  const ZHUNXIN_SPECIMENS = at('.build', 'specimens')
  rmSync(ZHUNXIN_SPECIMENS, { recursive: true, force: true }) // how they are drawn may be what was changed
  return { ...inMemory(), ZHUNXIN_SPECIMENS }
}

/**
 * Makes a folder for the temporary files of tests in memory, which is removed when this process ends. A test's PostgreSQL has
 * some two thousand files: to make and remove them costs a disk more processor time than what the test does with them.
 *
 * @returns {{ TMPDIR?: string }} nothing where memory is short, or where its file system runs no programs
 */
function inMemory() {
  if (process.env.TMPDIR || !hasRoom()) return {}
  removeLeftovers()
  const folder = mkdtempSync(path.join(SHARED_MEMORY, `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o755) // decoders and PostgreSQL may run as other accounts
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return { TMPDIR: folder }
}

function hasRoom() {
  try {
    accessSync(SHARED_MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(SHARED_MEMORY)
    const [, available] = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? []
    const [, options] = / \/dev\/shm tmpfs (\S+)/.exec(readFileSync('/proc/mounts', 'utf8')) ?? []
    if (!options || options.split(',').includes('noexec')) return false
    return bavail * bsize > LEAST_FREE && Number(available) * 1024 > LEAST_FREE
  } catch {
    return false // not a Linux that has it
  }
}

/** A run that was killed leaves its folder. */
function removeLeftovers() {
  for (const name of readdirSync(SHARED_MEMORY)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? []
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(path.join(SHARED_MEMORY, name), { recursive: true, force: true })
  }
}
