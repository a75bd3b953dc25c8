import 'server-only'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { isSystemError } from '@/lib/core/files/durable-file'
import { EmbeddedDatabaseError } from './database-errors'
import type { Binaries } from './postgres-binaries'
import type { Launch } from './unprivileged'

/** Names the cluster's superuser, who owns the database. */
export const USER = 'zhunxin'
/** Names the login that the portal works with. */
export const APPLICATION = 'zhunxin_app'

/** Says where a cluster is, and how its programs are started. */
export type Place = {
  dataFolder: string
  cluster: string
  password: string
  applicationPassword: string
  logFile: string
  launch: Launch
  binaries: Binaries
  isDurable: boolean
}

/** Passes none of our variables to the cluster's programs: no PG… variable and no preloaded library reaches them. */
export const ENVIRONMENT = {
  PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as unknown as NodeJS.ProcessEnv

/**
 * Returns a password that is made once: with it, nobody else on the machine can connect, even if the folder's mode is
 * not respected. The file gets its name only when it is complete, so that neither a kill half-way nor another process
 * finds an empty one.
 */
export function passwordOf(dataFolder: string, name: 'postgres.password' | 'postgres-app.password'): string {
  const file = path.join(dataFolder, name)
  const found = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (found) return found
  const draft = `${file}.${randomBytes(8).toString('hex')}.tmp`
  writeFileSync(draft, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true })
  try {
    if (existsSync(file) && statSync(file).size === 0) rmSync(file)
    linkSync(draft, file)
  } catch (error) {
    if (!isSystemError(error, 'EEXIST', 'ENOENT')) throw error // another process was faster
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(file, 'utf8')
}

/** Makes a cluster next to its place and renames it, so that a kill half-way leaves no half of a cluster. */
export async function makeCluster({ cluster, password, launch, binaries, isDurable }: Place): Promise<void> {
  for (const name of readdirSync(path.dirname(cluster))) {
    const pid = /^postgres\.new-(\d+)-/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(path.join(path.dirname(cluster), name), { recursive: true, force: true })
  }
  const folder = mkdtempSync(`${cluster}.new-${process.pid}-`)
  writeFileSync(path.join(folder, 'pw'), password, { mode: 0o600 })
  mkdirSync(path.join(folder, 'cluster'), { mode: 0o700 })
  launch.own(folder)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const [program, args] = launch.command(binaries.initdb, [
    `--pgdata=${path.join(folder, 'cluster')}`,
    `--username=${USER}`,
    `--pwfile=${path.join(folder, 'pw')}`,
    '--auth=scram-sha-256',
    '--data-checksums',
    ...locale,
    ...(isDurable ? [] : ['--no-sync']),
  ])
  const { code, output } = await outcome(spawn(program, args, { ...launch.identity, env: ENVIRONMENT, cwd: '/' }))
  if (code !== 0) throw new EmbeddedDatabaseError(`The embedded database can't be made: ${reasonIn(output)}`)
  try {
    renameSync(path.join(folder, 'cluster'), cluster)
  } catch (error) {
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) throw error // another process was faster
  }
  rmSync(folder, { recursive: true, force: true })
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isSystemError(error, 'EPERM')
  }
}

/** Returns whether a recorded process id belongs to a process that lives and is not this one: containers reuse ids. */
export const isAnother = (pid: number): boolean => pid > 0 && pid !== process.pid && isAlive(pid)

/** Resolves with how a program exited, and its output. */
export function outcome(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: error.message }))
    child.once('close', (code) => resolve({ code, output }))
  })
}

/** Returns the line of a program's output that explains its exit. */
export function reasonIn(said: string): string {
  const lines = said
    .trim()
    .split('\n')
    .filter((line) => !/the database system is/.test(line)) // what it answered who asked whether it is there
  const last = (pattern: RegExp) => lines.findLast((line) => pattern.test(line))
  return last(/No space left/) ?? last(/error:|FATAL:|PANIC:/) ?? lines.at(-1) ?? ''
}
