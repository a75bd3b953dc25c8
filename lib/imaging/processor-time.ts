import 'server-only'
import { readFileSync } from 'node:fs'

/** Milliseconds in a tick of USER_HZ, which Linux shows to programs as 100 a second on every machine. */
const TICK = 10

/** Milliseconds that a process has had of all processors; 0 where they can't be read, or when it is gone. */
export function processorTime(pid: number): number {
  if (process.platform !== 'linux') return 0
  try {
    // Behind the name, which may hold anything, from the third field on; proc_pid_stat(5).
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * TICK
  } catch {
    return 0
  }
}
