import 'server-only'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What a running, or killed, PostgreSQL says about itself in postmaster.pid. */
export type Postmaster = { pid: number; port: number; socketFolder: string }

const fileOf = (cluster: string) => path.join(cluster, 'postmaster.pid')

/** The postmaster named in a cluster's lock file, whether it still lives or not. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  if (!existsSync(fileOf(cluster))) return undefined
  const lines = readFileSync(fileOf(cluster), 'utf8').split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return pid > 0 ? { pid, port, socketFolder: lines[4] ?? '' } : undefined
}

/**
 * Whether a process is the living PostgreSQL of a cluster: numbers are used again, above all in containers, and the
 * killed may linger as zombies, which have no command any more.
 */
export function isPostgres(pid: number, cluster: string): boolean {
  const command = commandOf(pid)
  return command.includes('postgres') && (process.platform === 'win32' || command.includes(cluster))
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    const [program, args]: [string, string[]] =
      process.platform === 'win32'
        ? ['tasklist', ['/FI', `PID eq ${pid}`, '/NH', '/FO', 'CSV']]
        : ['ps', ['-p', `${pid}`, '-ww', '-o', 'command=']]
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

/**
 * Lets a start go on when the lock file names a process that isn't PostgreSQL any more: a zombie that nobody reaps, or a
 * stranger with the same number. PostgreSQL passes over its own parent's number, and still checks by the rest of the file
 * that no process of the old server lives, which it could not if the file were removed.
 */
export function disownLockFile(cluster: string, pid: number): void {
  const [first, ...rest] = readFileSync(fileOf(cluster), 'utf8').split('\n')
  if (Number(first) === pid) writeFileSync(fileOf(cluster), [`${process.pid}`, ...rest].join('\n'))
}
