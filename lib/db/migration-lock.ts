import 'server-only'
import type pg from 'pg'
import { asOwner } from './owner'

/** This lock is Prisma's own, so that this and `prisma migrate deploy` never run at once. */
const MIGRATION_LOCK = 72707369

/**
 * Changes the database's shape as its owner, one process at a time. The lock ends with the connection.
 *
 * @throws DatabaseUnreachableError
 */
export const underMigrationLock = <T>(owner: string, run: (client: pg.Client) => Promise<T>): Promise<T> =>
  asOwner(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    return run(client)
  }, owner)
