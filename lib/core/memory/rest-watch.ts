import 'server-only'
import { SECOND } from '../clock'
import { startInterval } from '../timers'
import { collectAll, collectYoung } from './collect-garbage'

/** Between two looks at how much a process has done, in milliseconds. */
const LOOK_EVERY = 10 * SECOND

/**
 * Gives the share of one processor that a process at rest uses at most: its loops look for work, and health is
 * checked.
 */
const SHARE_AT_REST = 0.05

/** Bytes that are worth a collection: less grows and shrinks by itself. */
const WORTH = 16 * 1024 * 1024

/** Says what the watch sees of its process, and does to it. */
type Watched = {
  /** Returns the milliseconds of processor time so far. */
  readonly used: () => number
  /** Returns the bytes of memory that are resident. */
  readonly held: () => number
  readonly collectYoung: () => void
  readonly collectAll: () => void
}

const THIS_PROCESS: Watched = {
  used: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000
  },
  held: () => process.memoryUsage.rss(),
  collectYoung,
  collectAll,
}

/**
 * Collects garbage once this process rests, since V8 collects only while something is allocated, and so a portal at
 * rest holds what it needed last. Rest is known by processor time, which includes requests, files that are examined and
 * jobs: balancers and gateways that ask every few seconds would never let a portal rest if requests were counted.
 *
 * At the first look at rest the young objects are collected, at the second all: V8 makes the room for young objects
 * small only when little was allocated since the collection before. A third look does nothing, until the process has
 * worked again.
 *
 * @returns what stops the watch
 */
export function watchRest({ used, held, ...collect }: Watched = THIS_PROCESS): () => void {
  let usedBefore = used()
  let looksAtRest = 0
  let leastHeld = 0
  const look = () => {
    const usedNow = used()
    const isAtRest = usedNow - usedBefore <= SHARE_AT_REST * LOOK_EVERY
    usedBefore = usedNow
    looksAtRest = isAtRest ? looksAtRest + 1 : 0
    if (looksAtRest < 1 || looksAtRest > 2 || held() - leastHeld < WORTH) return
    if (looksAtRest === 1) return collect.collectYoung()
    collect.collectAll()
    leastHeld = held()
    usedBefore = used() // a collection is no work
  }
  const timer = startInterval(look, LOOK_EVERY, { act: 'memory.rest' }).unref()
  return () => clearInterval(timer)
}
