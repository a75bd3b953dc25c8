import { vi } from 'vitest'
import { database, type Tx } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { PATIENCE } from './patience.mjs'

/** The change is held for as long as a busy machine takes to come to the attempt's write. */
export const WAITS = { maxWait: PATIENCE, timeout: 2 * PATIENCE }

/** Makes `change` to a qualification after `attempt` has read it and before it can write. */
export function interleave<T>(
  id: string,
  change: Prisma.QualificationUncheckedUpdateInput,
  attempt: () => Promise<T>,
): Promise<T> {
  return interleaveWith((tx) => tx.qualification.update({ where: { id }, data: change }), attempt)
}

/**
 * Makes any change, which has to lock a row that `attempt` will write, between the attempt's read and its write. Fails
 * when the attempt completes without ever waiting: then it proves nothing.
 */
export async function interleaveWith<T>(change: (tx: Tx) => Promise<unknown>, attempt: () => Promise<T>): Promise<T> {
  const { running } = await database().$transaction(async (tx) => {
    await change(tx as Tx) // not visible to others, and locked, until we commit
    let isOver = false
    const running = attempt().finally(() => {
      isOver = true
    })
    running.catch(() => {}) // the caller asserts on it
    await vi.waitUntil(async () => isOver || (await someoneWaitsForALock()), { timeout: PATIENCE, interval: 10 })
    if (isOver) await neverWaited(running)
    return { running } // boxed, or the transaction would wait for the attempt that it blocks
  }, WAITS)
  return running
}

async function neverWaited(attempt: Promise<unknown>): Promise<never> {
  const cause = await attempt.catch((error: unknown) => error)
  throw new Error('The attempt ended without waiting for the change', { cause })
}

export async function someoneWaitsForALock(): Promise<boolean> {
  const waiting = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return waiting.length > 0
}
