import 'server-only'
import type pg from 'pg'
import { env } from '@/lib/core/env'
import { openConnection } from './connection'

export type Snapshot = {
  /** Yields the rows in order, some thousands at a time, each value as PostgreSQL's text. */
  readonly rows: <T extends object>(sql: string) => AsyncGenerator<T[]>
}

const AT_ONCE = 4_000
/** Types are left as text: a caller that reads a million rows decides what it costs. */
const AS_TEXT = { getTypeParser: () => (text: string) => text }

/**
 * Reads the database as it is at one instant, however long that takes and however much there is: everything in `read`
 * sees the same state. On a connection of its own, which can change nothing.
 */
export async function atOneInstant<T>(read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const client = await openConnection({ connectionString: env().DATABASE_URL, types: AS_TEXT })
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    let cursors = 0
    let last: Promise<unknown> = Promise.resolve()
    // One after another: several may be read in turn.
    const query: Query = (sql) => {
      const pending = last.then(() => client.query(sql))
      last = pending.catch(() => {})
      return pending
    }
    return await read({ rows: (sql) => rowsOf(query, `rows_${++cursors}`, sql) })
  } finally {
    await client.end()
  }
}

type Query = (sql: string) => Promise<pg.QueryResult>

/** The next ones are on their way while some are worked on. */
async function* rowsOf<T extends object>(query: Query, cursor: string, sql: string): AsyncGenerator<T[]> {
  await query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`)
  const fetch = async () => (await query(`FETCH ${AT_ONCE} FROM ${cursor}`)).rows as T[]
  for (let next = fetch(); ; ) {
    const rows = await next
    if (rows.length === 0) break
    next = fetch()
    next.catch(() => {}) // it rejects when it is awaited, or never if the reader stops reading
    yield rows
  }
  await query(`CLOSE ${cursor}`)
}
