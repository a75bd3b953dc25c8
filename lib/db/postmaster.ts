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

/** Whether a process is a living PostgreSQL: numbers are used again, above all in containers, and the killed linger. */
export function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' && nameOf(pid).includes('postgres')
  }
  return nameOf(pid).includes('postgres')
}

/** The command of a process; empty for a zombie, or when there is none. */
function nameOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? ''
    if (process.platform === 'win32') {
      return execFileSync('tasklist', ['/FI', `PID eq ${pid}`, '/NH', '/FO', 'CSV'], { encoding: 'utf8' })
    }
    return execFileSync('ps', ['-p', `${pid}`, '-o', 'comm='], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/**
 * Lets a start go on when the lock file names a process that isn't PostgreSQL any more: a zombie that nobody reaps, or a
 * stranger with the same number. PostgreSQL passes over its own parent's number, and still checks by the rest of the file
 * that no process of the old server lives, which it could not if the file were removed.
 */
export function disownLockFile(cluster: string): void {
  const [, ...rest] = readFileSync(fileOf(cluster), 'utf8').split('\n')
  writeFileSync(fileOf(cluster), [`${process.pid}`, ...rest].join('\n'))
}
