import 'server-only'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { noteDatabaseUnavailable } from '@/lib/core/current-request'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { startRunTimeout, startTimeout } from '@/lib/core/timers'
import {
  DatabaseUnavailableError,
  FULL,
  SILENT,
  type UnavailableReason,
  unavailableReason,
} from './database-unavailable'

/** The interval at which a database that is unavailable is probed. */
const PROBE_EVERY = SECOND
/**
 * The time that it has to answer, of this process's own: what comes while the process is busy is not read, and not
 * late.
 */
const PROBE_LIMIT = 2 * SECOND
/** A probe that was given up closes its connection after this time of the clock. */
const CLOSE_AFTER = 10 * PROBE_LIMIT
/**
 * A busy machine may silence one probe, and the end of all connections is a high price: so many in a row are believed.
 * See decision 99.
 */
const SILENT_PROBES = 2

type Shared = {
  unavailable: { readonly reason: UnavailableReason; readonly since: number } | null
  probing: Promise<void> | null
  /** It is called when it becomes unavailable. */
  readonly listeners: Set<() => void>
  /** Holds the sockets of each open pool. */
  readonly pools: Set<ReadonlySet<Socket>>
}

const STORE = Symbol.for('zhunxin.database-availability')
/** The portal's program and the built app each have a copy of this module, and both ask the same database. */
const shared = globalThis as { [STORE]?: Shared }
shared[STORE] ??= { unavailable: null, probing: null, listeners: new Set(), pools: new Set() }
const state = shared[STORE]

/**
 * Returns why the database is unavailable, as far as this process knows; null while it is available. The call costs
 * nothing.
 */
export const whyDatabaseUnavailable = (): UnavailableReason | null => state.unavailable?.reason ?? null

/**
 * Returns the error of a query that failed because the database is unavailable. A known reason is better than that of
 * the closed connection. The current request, if any, is answered by it: see lib/web/server/answer-unavailable.ts.
 */
export function unavailableError(reason: UnavailableReason, cause?: unknown): DatabaseUnavailableError {
  noteDatabaseUnavailable()
  return new DatabaseUnavailableError(whyDatabaseUnavailable() ?? reason, { cause })
}

/** @returns what ends it */
export function onDatabaseLost(listener: () => void): () => void {
  state.listeners.add(listener)
  return () => void state.listeners.delete(listener)
}

/**
 * Records that the database is unavailable. From now on only one probe a second queries it, so that no crowd waits for
 * it when it is back; the first probe that succeeds ends this.
 */
export function reportDatabaseUnavailable(reason: UnavailableReason): void {
  if (state.unavailable) return
  state.unavailable = { reason, since: Date.now() }
  log.error({ reason }, 'database unavailable')
  for (const listener of state.listeners) listener()
  probeLater()
}

/** Counts what a pool hears as a sign of life. @returns what ends it */
export function listenToPool(sockets: ReadonlySet<Socket>): () => void {
  state.pools.add(sockets)
  return () => void state.pools.delete(sockets)
}

/**
 * Starts a probe when something hints at an unavailable database, such as a lost connection. One probe runs at a time.
 */
export function suspectDatabase(): void {
  if (state.unavailable || state.probing) return
  state.probing = judge()
    .then((reason) => {
      if (reason && reason !== FULL) reportDatabaseUnavailable(reason) // full is an answer: it works for those who have a connection
    })
    .finally(() => {
      state.probing = null
    })
}

/**
 * A refusal is believed at once. Silence is not: this process or its machine may be too busy to make a connection in
 * time, while the database answers on those that exist.
 *
 * @returns why the database is unavailable; null when it answers
 */
async function judge(): Promise<UnavailableReason | null> {
  for (let tries = 1; ; tries++) {
    const before = bytesRead()
    const reason = await probe()
    if (reason !== SILENT) return reason
    await oneMoreTurn()
    if (hasSpokenSince(before)) return null
    if (tries === SILENT_PROBES) return reason
  }
}

const bytesRead = () =>
  new Map([...state.pools].flatMap((pool) => [...pool].map((socket) => [socket, socket.bytesRead] as const)))

function hasSpokenSince(before: ReadonlyMap<Socket, number>): boolean {
  return [...bytesRead()].some(([socket, bytes]) => bytes > (before.get(socket) ?? 0))
}

/**
 * A timer fires before the sockets are read: what came while this process was busy is read in the turn that follows.
 */
const oneMoreTurn = () => sleep(10)

function probeLater(): void {
  startTimeout(probeAgain, PROBE_EVERY, { room: 'db' }).unref()
}

async function probeAgain(): Promise<void> {
  if (await probe()) return probeLater()
  const { since = Date.now(), reason } = state.unavailable ?? {}
  state.unavailable = null
  log.warn({ reason, seconds: Math.round((Date.now() - since) / SECOND) }, 'database back')
}

/** Asks on a connection of its own. @returns why there is no answer; null when there is one */
async function probe(): Promise<UnavailableReason | null> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    connectionTimeoutMillis: CLOSE_AFTER,
    query_timeout: CLOSE_AFTER,
  })
  client.on('error', () => {}) // what was asked is rejected, too
  let giveUp = () => {}
  const silence = new Promise<UnavailableReason>((late) => {
    giveUp = startRunTimeout(() => late(SILENT), PROBE_LIMIT)
  })
  try {
    return await Promise.race([ask(client), silence])
  } finally {
    giveUp()
    client.end().catch(() => {}) // one that hangs isn't waited for
  }
}

async function ask(client: pg.Client): Promise<UnavailableReason | null> {
  try {
    await client.connect()
    await client.query('SELECT 1')
    return null
  } catch (error) {
    return unavailableReason(error) ?? (error as { code?: string }).code ?? SILENT
  }
}
