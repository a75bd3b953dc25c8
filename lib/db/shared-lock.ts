import 'server-only'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { openConnection } from './connection'
import { OWN_CONNECTIONS } from './own-connections'
import { ownerUrl } from './owner'

/** The class of the advisory locks that are taken here. */
const LOCK_CLASS = 72707371
const CHANNEL = 'zhunxin_lock_wanted'
const CHECK_EVERY = 100

/** Reports that the holder did not release the lock in time. */
export class LockTimeoutError extends Error {
  override readonly name = 'LockTimeoutError'
}

/** Identifies this process among those that listen on the channel. */
const self = randomUUID()
let current: LockSession | undefined

/**
 * Takes a lock that all processes on the database share, so that one alone works on what it names. One connection holds
 * all locks of the process, so that no number of slow senders uses up the connections of the others: it is opened for
 * the first lock and closed after the last. A process that is killed, or loses the database, loses its locks: what is
 * written under one still repeats its conditions in its WHERE.
 *
 * @param onWanted called, perhaps more than once, when someone else waits for it, and when it is lost
 * @returns a function that releases it; further calls do nothing
 * @throws LockTimeoutError
 */
export async function takeSharedLock(
  name: string,
  { onWanted, timeoutMs = 30 * SECOND }: { onWanted: () => void; timeoutMs?: number },
): Promise<() => Promise<void>> {
  current ??= new LockSession()
  const session = current
  session.users += 1
  const leave = async () => {
    session.users -= 1
    if (session.users === 0) await session.close()
  }
  try {
    await session.take(name, onWanted, Date.now() + timeoutMs)
  } catch (error) {
    await leave()
    throw error
  }
  let isHeld = true
  return async () => {
    if (!isHeld) return
    isHeld = false
    await session.letGo(name)
    await leave()
  }
}

class LockSession {
  /** Counts those who hold it or wait for it. */
  users = 0
  /**
   * Maps a lock's name to the holder's listener. A connection can take its own lock a second time, so others of this
   * process look here.
   */
  private readonly holders = new Map<string, () => void>()
  private readonly client = this.connect()
  private last: Promise<unknown> = Promise.resolve()

  async take(name: string, onWanted: () => void, deadline: number): Promise<void> {
    for (;;) {
      const notifyHolder = this.holders.get(name)
      if (notifyHolder) notifyHolder()
      else if (await this.tryToTake(name, onWanted)) return
      if (Date.now() > deadline) throw new LockTimeoutError(`${name} is held`)
      await sleep(CHECK_EVERY)
    }
  }

  private async tryToTake(name: string, onWanted: () => void): Promise<boolean> {
    this.holders.set(name, onWanted)
    let isTaken = false
    try {
      const rows = await this.ask('SELECT pg_try_advisory_lock($1, hashtext($2)) AS yes', LOCK_CLASS, name)
      isTaken = rows[0]?.yes === true
      if (!isTaken) await this.ask('SELECT pg_notify($1, $2)', CHANNEL, `${self} ${name}`)
      return isTaken
    } finally {
      if (!isTaken) this.holders.delete(name)
    }
  }

  async letGo(name: string): Promise<void> {
    try {
      await this.ask('SELECT pg_advisory_unlock($1, hashtext($2))', LOCK_CLASS, name)
    } catch {
      // it went with the connection
    }
    this.holders.delete(name)
  }

  /** Runs one query after another, as the connection takes them. */
  private async ask(sql: string, ...values: (string | number)[]): Promise<{ yes?: boolean }[]> {
    const client = await this.client
    const answer = this.last.then(() => client.query<{ yes?: boolean }>(sql, values))
    this.last = answer.catch(() => {})
    return (await answer).rows
  }

  async close(): Promise<void> {
    this.giveWay()
    await this.client.then((client) => client.end()).catch(() => {})
  }

  /** Closes the connection; the next user opens another. */
  private giveWay(): void {
    if (current === this) current = undefined
  }

  private async connect(): Promise<pg.Client> {
    // As the owner: a pooler in front of the application's login may give a session's statements to several.
    const client = await openConnection({
      connectionString: ownerUrl(),
      application_name: `${OWN_CONNECTIONS}/shared-locks`,
      keepAlive: true,
    })
    client.on('end', () => {
      this.giveWay()
      for (const onWanted of this.holders.values()) onWanted()
    })
    client.on('notification', ({ payload = '' }) => {
      const [who, name = ''] = payload.split(' ')
      if (who !== self) this.holders.get(name)?.()
    })
    await client.query(`LISTEN ${CHANNEL}`)
    return client
  }
}
