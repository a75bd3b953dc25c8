import 'server-only'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Describes a running, or killed, PostgreSQL by its postmaster.pid. */
export type Postmaster = { pid: number; port: number; socketFolder: string }

const fileOf = (cluster: string) => path.join(cluster, 'postmaster.pid')

/** Returns the postmaster named in a cluster's lock file, whether it still lives or not. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  const lines = linesOf(cluster)
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return pid > 0 ? { pid, port, socketFolder: lines[4] ?? '' } : undefined
}

/**
 * Returns the lines of the lock file; none where there is no such file, which a PostgreSQL that ends removes at any
 * moment.
 */
function linesOf(cluster: string): string[] {
  try {
    return readFileSync(fileOf(cluster), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/**
 * Returns whether a process is the living PostgreSQL of a cluster: ids are reused, above all in containers, and killed
 * processes may remain as zombies, which have no command any more.
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
 * Lets a start continue when the lock file names a process that isn't PostgreSQL any more: a zombie that nobody reaps,
 * or a stranger with the same id. PostgreSQL ignores its own parent's id, and still checks by the rest of the file that
 * no process of the old server lives, which it could not if the file were removed.
 */
export function disownLockFile(cluster: string, pid: number): void {
  const [first, ...rest] = linesOf(cluster)
  if (Number(first) === pid) writeFileSync(fileOf(cluster), [`${process.pid}`, ...rest].join('\n'))
}
