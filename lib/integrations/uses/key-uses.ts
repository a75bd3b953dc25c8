import 'server-only'
import { HOME_ZONE, MINUTE } from '@/lib/core/clock'
import { log, withoutContent } from '@/lib/core/log'
import { startInterval } from '@/lib/core/timers'
import { database } from '@/lib/db/client'

type Counts = { succeeded: number; refused: number; failed: number }

const classOf = (status: number): keyof Counts => (status < 400 ? 'succeeded' : status < 500 ? 'refused' : 'failed')

/**
 * Counts answers by key in this process's memory, and adds them to the database once a minute: a request waits for
 * nothing. Who kills the process loses a minute of counts; they are for people who look after the keys, and are no
 * bill.
 */
export class KeyUses {
  #counts = new Map<string, Counts>()
  readonly #timer: NodeJS.Timeout
  #storing: Promise<void> = Promise.resolve()

  constructor(everyMs = MINUTE) {
    this.#timer = startInterval(() => this.store(), everyMs, { room: 'integrations' }).unref()
  }

  /** @param hash the hash of a key that exists, in base64 */
  count(hash: string, status: number): void {
    const counts = this.#counts.get(hash) ?? { succeeded: 0, refused: 0, failed: 0 }
    counts[classOf(status)] += 1
    this.#counts.set(hash, counts)
  }

  /** Adds what was counted to the database. What can't be stored now is stored by the next try. */
  store(): Promise<void> {
    this.#storing = this.#storing.then(() => this.#storeCounts())
    return this.#storing
  }

  /** Stores what is left, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.store()
  }

  async #storeCounts(): Promise<void> {
    const counted = this.#counts
    if (counted.size === 0) return
    this.#counts = new Map()
    await add(counted).catch((error: unknown) => {
      log.debug({ act: 'api_key.store_uses', ...withoutContent(error) }, 'not stored')
      for (const [hash, counts] of counted) this.#putBack(hash, counts)
    })
  }

  #putBack(hash: string, counts: Counts): void {
    const since = this.#counts.get(hash)
    this.#counts.set(hash, {
      succeeded: counts.succeeded + (since?.succeeded ?? 0),
      refused: counts.refused + (since?.refused ?? 0),
      failed: counts.failed + (since?.failed ?? 0),
    })
  }
}

/**
 * Adds counts in the order of keys: two processes that add at the same time wait for each other, and never in a circle.
 */
async function add(counted: ReadonlyMap<string, Counts>): Promise<void> {
  const hashes = [...counted.keys()].map((hash) => new Uint8Array(Buffer.from(hash, 'base64')))
  const of = (name: keyof Counts) => [...counted.values()].map((counts) => counts[name])
  await database().$executeRaw`
    INSERT INTO api_key_uses AS stored (key_id, day, succeeded, refused, failed)
    SELECT k.id, (clock_timestamp() AT TIME ZONE ${HOME_ZONE})::date, u.succeeded, u.refused, u.failed
    FROM unnest(${hashes}::bytea[], ${of('succeeded')}::int[], ${of('refused')}::int[], ${of('failed')}::int[])
      AS u(hash, succeeded, refused, failed)
    JOIN api_keys k ON k.secret_hash = u.hash
    ORDER BY k.id
    ON CONFLICT (key_id, day) DO UPDATE SET succeeded = stored.succeeded + excluded.succeeded,
      refused = stored.refused + excluded.refused, failed = stored.failed + excluded.failed`
}
