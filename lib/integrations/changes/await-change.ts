import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '@/lib/core/clock'
import { database } from '@/lib/db/client'

/** Limits the waits of a key at once, in one process. */
const MOST_OF_KEY = 200
/** A process looks once in so many milliseconds while anyone waits: one short statement for all of them. */
const LOOK_EVERY = 200

type Wait = { keyId: string; after: string }

/**
 * Waits for changes on behalf of many followers, and holds no connection for any of them. A look of its own finds also
 * what a lost notification would miss, so that a follower who waits is never late by more than one look.
 */
export class ChangeWatch {
  readonly #waiting = new Map<(failure?: unknown) => void, Wait>()
  #isLooking = false
  isStopped = false

  /** Returns whether as many wait with a key as may. */
  isFullFor(keyId: string): boolean {
    return [...this.#waiting.values()].filter((wait) => wait.keyId === keyId).length >= MOST_OF_KEY
  }

  /**
   * Waits until there is a change after a cursor, the time is over, the follower is gone, or the portal stops.
   *
   * @throws what a look failed with: a follower must know that nothing is known
   */
  async wait({ seconds, gone, ...wait }: Wait & { seconds: number; gone: AbortSignal }): Promise<void> {
    if (this.isStopped || gone.aborted) return
    const ended = new AbortController()
    let failure: unknown
    const end = (why?: unknown) => {
      failure = why
      ended.abort()
    }
    const leave = () => end()
    this.#waiting.set(end, wait)
    gone.addEventListener('abort', leave)
    void this.#look()
    await sleep(seconds * SECOND, undefined, { signal: ended.signal }).catch(() => {})
    this.#waiting.delete(end)
    gone.removeEventListener('abort', leave)
    if (failure) throw failure
  }

  /** Ends every wait now, and each later one at once. */
  stop(): void {
    this.isStopped = true
    for (const end of this.#waiting.keys()) end()
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    while (this.#waiting.size > 0) {
      try {
        const [last, isWaiting] = await latest()
        for (const [end, { after }] of this.#waiting) if (isWaiting || after !== last) end()
      } catch (error) {
        for (const end of this.#waiting.keys()) end(error)
      }
      await sleep(LOOK_EVERY)
    }
    this.#isLooking = false
  }
}

/** Returns the last change that has its place, and whether others wait for theirs. */
async function latest(): Promise<[id: string, isWaiting: boolean]> {
  const [row] = await database().$queryRaw<[{ id: string; isWaiting: boolean }]>`
    SELECT id, EXISTS (SELECT FROM sender_changes WHERE position IS NULL) AS "isWaiting"
    FROM sender_changes WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1`
  return [row.id, row.isWaiting]
}
