// Each run of tests has one folder for all its temporary files. A run that is killed leaves it, with
// servers that still run: the next run ends them and removes it.
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
import { tmpdir } from 'node:os'
import path from 'node:path'
import { at } from '../prepare/folders.mjs'
import { processesWith } from './process-tree.mjs'

const SHARED_MEMORY = '/dev/shm'
const PREFIX = 'zhunxin-tests-'
/** Several clusters and browsers run at once. */
const LEAST_FREE = 4 * 1024 ** 3

/**
 * Gives this process, and all that it starts, a folder for temporary files that is removed when it ends; nothing when
 * it is part of a run that has one. The folder is in memory where that has room: a test's PostgreSQL has some two
 * thousand files, and to make and remove them costs a disk more processor time than what the test does with them.
 */
export function ensureFolderOfRun() {
  if (path.basename(tmpdir()).startsWith(PREFIX)) return
  for (const place of [SHARED_MEMORY, tmpdir()]) removeLeftovers(place)
  const folder = mkdtempSync(path.join(hasRoom() ? SHARED_MEMORY : tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o755) // decoders and PostgreSQL may run as other accounts
  process.env.TMPDIR = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
}

/** Returns the folder where specimen pictures of this run are stored, so that each is drawn only once. */
export function freshSpecimens() {
  const folder = at('.build', 'specimens')
  rmSync(folder, { recursive: true, force: true }) // how they are drawn may be what was changed
  return folder
}

function hasRoom() {
  if (process.env.TMPDIR) return false // a place was chosen
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

/**
 * Removes the folders of runs that are gone, and ends what they left running. Each process of a run has the folder in
 * its environment, and so it is found though its parent is gone.
 */
function removeLeftovers(place) {
  if (!existsSync(place)) return
  for (const name of readdirSync(place)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? []
    if (!pid || isAlive(Number(pid))) continue
    const folder = path.join(place, name)
    for (const one of processesWith('TMPDIR', folder)) send(one)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function send(pid) {
  try {
    process.kill(pid, 'SIGKILL') // its files are removed: there is nothing to save
  } catch {
    // It ended by itself.
  }
}
