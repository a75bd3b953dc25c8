import 'server-only'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { startTimeout } from '@/lib/core/timers'
import {
  onDatabaseLost,
  reportDatabaseUnavailable,
  suspectDatabase,
  unavailableError,
  whyDatabaseUnavailable,
} from './availability'
import { BUSY, FULL, isDatabaseUnavailable, LOST, SILENT, unavailableReason } from './database-unavailable'
import { countPool } from './pool-figures'
import { watchSilence } from './watch-silence'

/**
 * Limits the time that a caller waits for a connection: it is shorter than a proxy waits for an answer, and than a
 * transaction waits to start.
 */
const TIMEOUT = 9 * SECOND
/**
 * Time between two tries when the server has no connection left, and until the pool requests more of it than it has.
 */
const TRY_AGAIN_AFTER = 0.1 * SECOND
const GROW_AGAIN_AFTER = SECOND

/**
 * Opens a pool of connections of the application's login: the one place that does so.
 *
 * - No connection in time, or one that is lost, is a `DatabaseUnavailableError`.
 * - Where the server has no connection left, the pool works with those that it has.
 * - While the database is unavailable (availability.ts) every caller is refused at once.
 *
 * @param size the most connections; DATABASE_POOL by default
 * @param name `application_name` of its connections; the process's own by default
 */
export function openPool({ size = env().DATABASE_POOL, name }: { size?: number; name?: string } = {}): pg.Pool {
  const sockets = new Set<Socket>()
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: size,
    connectionTimeoutMillis: TIMEOUT,
    stream: () => tracked(sockets),
    ...(name ? { application_name: name } : {}),
  })
  pool.on('error', () => {}) // an idle one was lost: the next caller gets another
  pool.on('connect', (client) => {
    client.on('error', () => {}) // what was asked on it is rejected, too
    translateQueries(client)
  })
  const connect = connectInTime(pool, size)
  pool.connect = withCallback(connect)
  pool.query = ((...query: Query) => queryOnce(connect, query)) as pg.Pool['query']
  const stopWatching = watchSilence(pool, sockets)
  const end = pool.end.bind(pool)
  pool.end = (async () => {
    stopWatching()
    await end()
  }) as pg.Pool['end']
  return countPool(pool)
}

type Connect = () => Promise<pg.PoolClient>
type Query = [config: pg.QueryConfig, values?: unknown[]]

function connectInTime(pool: pg.Pool, size: number): Connect {
  const connect: Connect = pool.connect.bind(pool)
  return async () => {
    for (const until = Date.now() + TIMEOUT; ; await sleep(TRY_AGAIN_AFTER)) {
      const reason = whyDatabaseUnavailable()
      if (reason) throw unavailableError(reason)
      try {
        return await unlessLost(connect())
      } catch (error) {
        if (isDatabaseUnavailable(error)) throw error
        const reason = unavailableReason(error) ?? (error as { code?: string }).code ?? LOST
        if (reason === FULL && pool.totalCount > 0 && Date.now() < until) {
          stopGrowing(pool, size)
          continue
        }
        report(reason, pool)
        throw unavailableError(reason, error)
      }
    }
  }
}

/**
 * Refuses a caller that waits for a connection when the database becomes unavailable; a connection that comes later is
 * returned to the pool.
 */
async function unlessLost(connecting: Promise<pg.PoolClient>): Promise<pg.PoolClient> {
  let forget = () => {}
  const leaving = new Promise<never>((_, reject) => {
    forget = onDatabaseLost(() => reject(unavailableError(SILENT)))
  })
  try {
    return await Promise.race([connecting, leaving])
  } catch (error) {
    connecting.then(
      (client) => client.release(),
      () => {},
    )
    throw error
  } finally {
    forget()
  }
}

/** Callers wait for one of the connections that there are, instead of asking a full server for each. */
function stopGrowing(pool: pg.Pool, size: number): void {
  if (pool.options.max < size) return
  pool.options.max = pool.totalCount
  const growAgain = () => {
    pool.options.max = size
  }
  startTimeout(growAgain, GROW_AGAIN_AFTER, { room: 'db' }).unref()
}

/**
 * Reports why a connection failed. A refusal by the server means that the database is unavailable for everybody. A
 * connection that hangs, ends or is in use only makes it suspect.
 */
function report(reason: string, pool: pg.Pool): void {
  if (reason === SILENT || reason === LOST || reason === BUSY) suspectDatabase()
  else if (reason !== FULL || pool.totalCount === 0) reportDatabaseUnavailable(reason)
}

/** Adapts a promise to the callback by which this driver, too, calls the pool's own method. */
function withCallback(connect: Connect): pg.Pool['connect'] {
  type Answer = (error: Error | undefined, client: pg.PoolClient | undefined, done: pg.PoolClient['release']) => void
  return ((answer?: Answer) => {
    if (!answer) return connect()
    connect().then(
      (client) => answer(undefined, client, (error) => client.release(error)),
      (error: Error) => answer(error, undefined, () => {}),
    )
  }) as pg.Pool['connect']
}

async function queryOnce(connect: Connect, query: Query): Promise<pg.QueryResult> {
  const client = await connect()
  let failure: Error | undefined
  try {
    return await client.query(...query)
  } catch (error) {
    failure = error as Error
    throw error
  } finally {
    client.release(failure) // after a failure it may be in a broken transaction
  }
}

/** Reports a connection that is lost under a query as an unavailable database: it is not the query's fault. */
function translateQueries(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown
  client.query = ((...given: unknown[]) => {
    const answer = query(...given)
    if (!(answer instanceof Promise)) return answer
    return answer.catch((error: unknown) => {
      const reason = unavailableReason(error)
      if (!reason) throw error
      suspectDatabase()
      throw unavailableError(reason, error)
    })
  }) as pg.PoolClient['query']
}

function tracked(sockets: Set<Socket>): Socket {
  const socket = new Socket()
  sockets.add(socket)
  return socket.once('close', () => sockets.delete(socket))
}
