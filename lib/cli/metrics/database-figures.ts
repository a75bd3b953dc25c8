import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Gauge } from 'prom-client'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { logBug } from '@/lib/core/log'
import { OWN_CONNECTIONS } from '@/lib/db/own-connections'
import { DATABASE_FAMILIES } from './database-families'
import { registry } from './registry'

/** Limits all of them together: Prometheus waits for ten seconds. */
const TIMEOUT = 5 * SECOND
const CONNECT_TIMEOUT = 2 * SECOND
/** Limits one query, so that a locked table leaves time for the others. */
const QUERY_TIMEOUT = 1.5 * SECOND

type Row = { metric: string; labels: Record<string, string>; value: number }

const registers = [registry]
const gauges = new Map<string, { gauge: Gauge; hasLabels: boolean }>()
const read = new Gauge({
  name: 'zhunxin_figures_read',
  help: '1 where figures of the database could be read just now, by what they are about; 0 where not, and they are left out',
  labelNames: ['family'] as const,
  registers,
})

/** Makes the gauges of the database's figures. They have no values until `readDatabaseFigures`. */
export function registerDatabaseFigures(): void {
  for (const [name, { help, labels: labelNames }] of DATABASE_FAMILIES.flatMap(({ metrics }) =>
    Object.entries(metrics),
  ))
    gauges.set(name, { gauge: new Gauge({ name, help, labelNames, registers }), hasLabels: labelNames.length > 0 })
}

/**
 * Reads the figures of the database, over a connection of its own: they may have to show that the pools are exhausted.
 * A figure that can't be read in time has no value, rather than an old one.
 */
export async function readDatabaseFigures(): Promise<void> {
  const found = new Map<string, Row[]>()
  await Promise.race([readFamilies(found), sleep(TIMEOUT, undefined, { ref: false })])
  for (const { gauge, hasLabels } of gauges.values()) {
    if (hasLabels) gauge.reset()
    else gauge.remove() // a reset would make it 0
  }
  for (const { name } of DATABASE_FAMILIES) {
    const rows = found.get(name)
    read.set({ family: name }, rows ? 1 : 0)
    for (const { metric, labels, value } of rows ?? []) gauges.get(metric)?.gauge.set(labels, Number(value))
  }
}

/** @param found gets the rows of each family as they come */
async function readFamilies(found: Map<string, Row[]>): Promise<void> {
  const until = Date.now() + TIMEOUT
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    application_name: `${OWN_CONNECTIONS}/metrics`,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: TIMEOUT,
  })
  client.on('error', () => {}) // what was asked on it is rejected
  try {
    await client.connect()
    for (const { name, sql } of DATABASE_FAMILIES) {
      const timeoutMs = Math.min(until - Date.now(), QUERY_TIMEOUT)
      if (timeoutMs <= 0) break
      const rows = await rowsOf(client, sql(), timeoutMs).catch((error: unknown) => logBug(error, { family: name }))
      if (rows) found.set(name, rows)
      else await client.query('ROLLBACK')
    }
  } catch {
    // The database is unavailable, as `zhunxin_figures_read` shows.
  } finally {
    void client.end().catch(() => {})
  }
}

/** The limit is the transaction's, so that PgBouncer passes it on, too. */
async function rowsOf(client: pg.Client, sql: string, milliseconds: number): Promise<Row[]> {
  await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${milliseconds}`)
  const { rows } = await client.query<Row>(sql)
  await client.query('COMMIT')
  return rows
}
