import 'server-only'
import pg from 'pg'
import { unreachable } from './database-errors'

/** Prisma's own, so that this and `prisma migrate deploy` never run at once. */
const MIGRATION_LOCK = 72707369

/**
 * Changes the database's shape as its owner, one process at a time.
 *
 * @throws DatabaseUnreachableError
 */
export async function underMigrationLock<T>(owner: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: owner, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {}) // The query that runs is rejected, too.
  try {
    await client.connect()
  } catch (error) {
    throw unreachable(error)
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    return await run(client)
  } finally {
    await client.end() // gives the lock back
  }
}
