import { readdirSync, readFileSync } from 'node:fs'
import { pause } from '@/tests/setup/portal'

export type Seen = {
  asked: number
  /** Answers other than 200, or none. */
  failed: string[]
  medianMs: number
  slowestMs: number
}

/** Acts as another person who requests each path again and again, until it is stopped. */
export function watchFrom(portal: string, paths: readonly string[], everyMs: number): { stop(): Promise<Seen> } {
  const failed: string[] = []
  const times: number[] = []
  let isOver = false
  const looking = paths.map(async (path) => {
    while (!isOver) {
      const started = performance.now()
      const status = await fetch(new URL(path, portal)).then(
        async (answer) => {
          await answer.arrayBuffer()
          return `${answer.status}`
        },
        (error: Error) => error.message,
      )
      times.push(Math.round(performance.now() - started))
      if (status !== '200') failed.push(`${path}: ${status}`)
      await pause(everyMs)
    }
  })
  return {
    async stop() {
      isOver = true
      await Promise.all(looking)
      const sorted = times.toSorted((a, b) => a - b)
      const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
      return { asked: times.length, failed, medianMs: at(0.5), slowestMs: at(1) }
    },
  }
}

/** Sets the time between two looks at memory, in milliseconds: each reads files of every process of the machine. */
const LOOK_EVERY = 100

/** Returns the most mebibytes that a process and all that it started used at once, above what they used at first. */
export function watchMemory(pid: number): { stop(): number } {
  const before = residentOf(pid)
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, residentOf(pid))
  }, LOOK_EVERY)
  return {
    stop() {
      clearInterval(timer)
      return Math.round((most - before) / 1024 / 1024)
    },
  }
}

const PAGE = 4_096

function residentOf(pid: number): number {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const [, fields] = /^\d+$/.test(name) ? read(`/proc/${name}/stat`).split(/\) (?=[A-Za-z] )/) : []
    if (fields) parents.set(Number(name), Number(fields.split(' ')[1]))
  }
  const isOurs = (one: number | undefined): boolean => one !== undefined && (one === pid || isOurs(parents.get(one)))
  return [...parents.keys()]
    .filter(isOurs)
    .reduce((sum, one) => sum + Number(read(`/proc/${one}/statm`).split(' ')[1] ?? 0) * PAGE, 0)
}

/** Counts nothing of processes that stopped meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
