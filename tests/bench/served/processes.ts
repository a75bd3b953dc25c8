import { readFileSync } from 'node:fs'
import path from 'node:path'
import { startedBy } from '@/lib/imaging/decoder/processor-time'

/** Names the kinds of processes that an installation consists of. Launchers count as decoders, which they start. */
export type Kind = 'portal' | 'decoders' | 'PostgreSQL'
type PerKind = Record<Kind, number>

/** Counts the milliseconds in a tick of USER_HZ, which Linux shows to programs as 100 a second on every machine. */
const TICK = 10
const LOOK_MS = 200

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

/** Watches what each kind of process of an installation uses of the processors. */
export class ProcessorWatch {
  readonly #portal: number
  readonly #dataFolder: string
  /** Holds the last ticks of each decoder: nobody counts one whose launcher was killed. */
  readonly #decoders = new Map<number, number>()
  readonly #timer: NodeJS.Timeout

  constructor({ pid, dataFolder }: { pid: number; dataFolder: string }) {
    this.#portal = pid
    this.#dataFolder = dataFolder
    this.#look()
    this.#timer = setInterval(() => this.#look(), LOOK_MS)
  }

  #look(): void {
    const decoders = below(this.#portal, postmasterOf(this.#dataFolder))
    for (const pid of decoders) this.#decoders.set(pid, Math.max(ticksOf(pid).self, this.#decoders.get(pid) ?? 0))
  }

  /** Returns the milliseconds that each kind has used so far. */
  used(): PerKind {
    this.#look()
    const postmaster = postmasterOf(this.#dataFolder)
    const connections = below(postmaster).map((pid) => ticksOf(pid).self)
    const { self, ended } = ticksOf(postmaster)
    return {
      portal: ticksOf(this.#portal).self * TICK,
      decoders: sum([...this.#decoders.values()]) * TICK,
      PostgreSQL: (self + ended + sum(connections)) * TICK,
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

/** Returns the milliseconds that one process has used of the processors. */
export const processorOf = (pid: number): number => ticksOf(pid).self * TICK

/** Returns the memory of the portal and its decoders in MB, where shared pages count in parts (PSS). */
export function memoryOf(portal: number, dataFolder: string): { portal: number; decoders: number } {
  const decoders = below(portal, postmasterOf(dataFolder))
  return { portal: pssOf(portal), decoders: sum(decoders.map(pssOf)) }
}

export const less = (after: PerKind, before: PerKind): PerKind => ({
  portal: after.portal - before.portal,
  decoders: after.decoders - before.decoders,
  PostgreSQL: after.PostgreSQL - before.PostgreSQL,
})

const postmasterOf = (dataFolder: string) =>
  Number(readFileSync(path.join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

/** Returns everything that a process started and that is still there, without one process and what that started. */
function below(pid: number, without?: number): number[] {
  return startedBy(pid)
    .filter((child) => child !== without)
    .flatMap((child) => [child, ...below(child, without)])
}

function ticksOf(pid: number): { self: number; ended: number } {
  // Behind the name, which may contain anything, from the third field on; proc_pid_stat(5).
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ').map(Number) ?? []
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15)
  return { self: user + system, ended: endedUser + endedSystem }
}

const pssOf = (pid: number) =>
  (Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1_024) / 1e6

/** Returns an empty text when the process is gone. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
