import 'server-only'
import { readdirSync, readFileSync } from 'node:fs'

/** A tick of USER_HZ has so many milliseconds: Linux shows programs 100 ticks a second on every machine. */
const TICK = 10

/**
 * Returns the milliseconds that a process, and all that it started, have had of all processors; 0 where they can't be
 * read. What is started is a launcher: the process that decodes is below it. Those that ended count with the process
 * that waited for them.
 */
export function processorTime(pid: number): number {
  return timesOf(pid) + startedBy(pid).reduce((sum, child) => sum + processorTime(child), 0)
}

/** Returns the process at the end of a chain of launchers; the process itself if it has started nothing. */
export function lastInChain(pid: number): number {
  const [child] = startedBy(pid)
  return child === undefined ? pid : lastInChain(child)
}

/**
 * Returns the ids of processes that the threads of a process have started and that are still there;
 * proc_pid_children(5).
 */
export function startedBy(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (read(`/proc/${pid}/task/${thread}/children`).match(/\d+/g) ?? []).map(Number),
    )
  } catch {
    return []
  }
}

function timesOf(pid: number): number {
  // Behind the name, which may hold anything, from the third field on; proc_pid_stat(5).
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK, 0)
}

/** Reads a file as text; it is empty where there is no /proc, or when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
