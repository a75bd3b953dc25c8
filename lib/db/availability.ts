import 'server-only'
import pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { noteDatabaseAway } from '@/lib/core/current-request'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { type AwayReason, awayReason, DatabaseAwayError, FULL, SILENT } from './database-away'

/** How often a database that is away is asked whether it is back, and how long it has to answer. */
const PROBE_EVERY = SECOND
const PROBE_LIMIT = 3 * SECOND

type Shared = {
  away: { readonly reason: AwayReason; readonly since: number } | null
  probing: Promise<void> | null
  /** Called when it goes away. */
  readonly listeners: Set<() => void>
}

const STORE = Symbol.for('zhunxin.database-availability')
/** The portal's program and the built app each have a copy of this module, and both ask the same database. */
const shared = globalThis as { [STORE]?: Shared }
shared[STORE] ??= { away: null, probing: null, listeners: new Set() }
const state = shared[STORE]

/** Why the database is away, as far as this process knows; null while it is there. Costs nothing to ask. */
export const whyDatabaseAway = (): AwayReason | null => state.away?.reason ?? null

/**
 * What fails since it is away. What is known of that is a better reason than that a connection was ended for it. The request
 * that it fails for, if any, is answered so: see lib/web/answer-away.ts.
 */
export function awayError(reason: AwayReason, cause?: unknown): DatabaseAwayError {
  noteDatabaseAway()
  return new DatabaseAwayError(whyDatabaseAway() ?? reason, { cause })
}

/** @returns what ends it */
export function whenDatabaseLeaves(listener: () => void): () => void {
  state.listeners.add(listener)
  return () => void state.listeners.delete(listener)
}

/**
 * Records that the database is away. From now on nobody asks it but one probe a second, so that it comes back to no crowd;
 * the first probe that it answers ends this.
 */
export function reportDatabaseAway(reason: AwayReason): void {
  if (state.away) return
  state.away = { reason, since: Date.now() }
  log.error({ reason }, 'database away')
  for (const listener of state.listeners) listener()
  probeLater()
}

/** Something hints that it may be away, such as a lost connection: a new one will tell. One probe at a time. */
export function suspectDatabase(): void {
  if (state.away || state.probing) return
  state.probing = probe()
    .then((reason) => {
      if (reason && reason !== FULL) reportDatabaseAway(reason) // full is an answer: it works for those who have a connection
    })
    .finally(() => {
      state.probing = null
    })
}

function probeLater(): void {
  setTimeout(() => void probeAgain(), PROBE_EVERY).unref()
}

async function probeAgain(): Promise<void> {
  if (await probe()) return probeLater()
  const { since = Date.now(), reason } = state.away ?? {}
  state.away = null
  log.warn({ reason, seconds: Math.round((Date.now() - since) / SECOND) }, 'database back')
}

/** Asks on a connection of its own. @returns why there is no answer; null when there is one */
async function probe(): Promise<AwayReason | null> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    connectionTimeoutMillis: PROBE_LIMIT,
    query_timeout: PROBE_LIMIT,
  })
  client.on('error', () => {}) // what was asked is rejected, too
  try {
    await client.connect()
    await client.query('SELECT 1')
    return null
  } catch (error) {
    return awayReason(error) ?? (error as { code?: string }).code ?? SILENT
  } finally {
    client.end().catch(() => {}) // one that hangs isn't waited for
  }
}
