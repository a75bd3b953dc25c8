// A run of tests starts programs that start programs: portals share a test runner's process group, and PostgreSQL is in
// one of its own. The id of the parent leads to all of them.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds between two looks at what is still there. */
const LOOK_EVERY = 100
/** Milliseconds that processes have to end after SIGTERM, and to be gone after SIGKILL. */
const TERM_MS = 3_000

/** Returns the ids of the processes that a process has started and that are still there. */
export const childrenOf = (pid) => [...processes()].filter(([, one]) => one.parent === pid).map(([id]) => id)

/** Returns the ids of the processes of ours that have a value in their environment; none where there is no `/proc`. */
export function processesWith(name, value) {
  if (process.platform !== 'linux') return []
  return [...processes().keys()].filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${name}=${value}`)
    } catch {
      return false // another account's, or over
    }
  })
}

/**
 * Ends these processes and all that they started: by a signal to these, then by SIGTERM to what is left, then by
 * SIGKILL.
 *
 * @param {number[]} pids
 * @param {{ signal?: NodeJS.Signals, patienceMs?: number }} options how long the first signal has time to work
 */
export async function endProcesses(pids, { signal = 'SIGTERM', patienceMs = 10_000 } = {}) {
  const known = new Map() // an id → when that process started: a later process of the same id is another one
  const alive = () => {
    const now = processes()
    const below = (parents) => [...now].filter(([, { parent }]) => parents.has(parent)).map(([id]) => id)
    for (let found = [...pids, ...known.keys()]; found.length > 0; ) {
      for (const id of found) if (now.has(id) && !known.has(id)) known.set(id, now.get(id).startedAt)
      found = below(new Set(known.keys())).filter((id) => !known.has(id))
    }
    return [...known].filter(([id, startedAt]) => now.get(id)?.startedAt === startedAt).map(([id]) => id)
  }
  const gone = async (milliseconds) => {
    for (const until = Date.now() + milliseconds; alive().length > 0; await pause(LOOK_EVERY)) {
      if (Date.now() >= until) return false
    }
    return true
  }
  alive() // who started what is known only while the parents live
  for (const pid of pids) send(pid, signal)
  if (await gone(patienceMs)) return
  for (const pid of alive()) send(pid, 'SIGTERM')
  if (await gone(TERM_MS)) return
  for (const pid of alive()) send(pid, 'SIGKILL')
  await gone(TERM_MS) // a busy machine takes a moment even for this
}

/** Passes the signals that end a run on to what it started; then the run ends as a shell reports it. */
export function passSignalsOn() {
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.once(signal, () => {
      const end = () => process.exit(128 + number)
      endProcesses(childrenOf(process.pid), { signal, patienceMs: 4_000 }).then(end, end)
    })
  }
}

/** Returns each process that has not ended: its id → the parent's id, and when it started. */
function processes() {
  return process.platform === 'linux' ? listedInProc() : listedByPs()
}

function listedInProc() {
  const found = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      // Behind the name, which may hold anything, from the third field on; proc_pid_stat(5).
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1').split(') ').at(-1).split(' ')
      if (fields[0] !== 'Z') found.set(Number(name), { parent: Number(fields[1]), startedAt: fields[19] })
    } catch {
      // It ended while it was read.
    }
  }
  return found
}

function listedByPs() {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,lstart='], { encoding: 'utf8' }).trim().split('\n')
  return new Map(
    lines.map((line) => {
      const [pid, parent, ...startedAt] = line.trim().split(/\s+/)
      return [Number(pid), { parent: Number(parent), startedAt: startedAt.join(' ') }]
    }),
  )
}

function send(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself.
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
