import 'server-only'
import type pg from 'pg'

// The portal's program and the built app each have a copy of this module, and the worker's queues a pool of their own.
const shared = globalThis as typeof globalThis & { zhunxinPools?: Set<pg.Pool> }

/** Lets a pool be counted until it ends. */
export function countPool(pool: pg.Pool): pg.Pool {
  shared.zhunxinPools ??= new Set()
  shared.zhunxinPools.add(pool)
  return pool
}

export type PoolFigures = {
  /** Counts connections at work. */
  busy: number
  idle: number
  /** Counts callers that wait for one. */
  waiting: number
  /** The most connections that the pools may have. */
  limit: number
}

/** Returns the figures of all pools of this process. */
export function poolFigures(): PoolFigures {
  const figures: PoolFigures = { busy: 0, idle: 0, waiting: 0, limit: 0 }
  for (const pool of shared.zhunxinPools ?? []) {
    if (pool.ended || pool.ending) {
      shared.zhunxinPools?.delete(pool)
      continue
    }
    figures.busy += pool.totalCount - pool.idleCount
    figures.idle += pool.idleCount
    figures.waiting += pool.waitingCount
    figures.limit += pool.options.max
  }
  return figures
}
