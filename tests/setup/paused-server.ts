import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readPostmaster } from '@/lib/db/postmaster'

/** A server can be paused with all of its processes, as a virtual machine is. Linux only. */
export const canPause = process.platform === 'linux'

/**
 * Pauses the embedded server of a data folder: the system still accepts its connections, but it answers nothing.
 *
 * @returns a function that resumes it
 */
export function pauseServer(dataFolder: string): () => void {
  const postmaster = readPostmaster(path.join(dataFolder, 'postgres'))?.pid ?? 0
  const processes = [postmaster, ...childrenOf(postmaster)]
  for (const pid of processes) process.kill(pid, 'SIGSTOP')
  return () => {
    for (const pid of processes) process.kill(pid, 'SIGCONT')
  }
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => parentOf(pid) === parent)
}

function parentOf(pid: number): number | null {
  try {
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return Number(parent)
  } catch {
    return null // it stopped meanwhile
  }
}
