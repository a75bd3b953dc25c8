import 'server-only'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { DatabaseGrantsError, unreachable } from './database-errors'
import { MIGRATION_LOCK } from './migrate'
import { type DatabaseLogins, roleIn } from './owner'

/**
 * Gives the application's login its rights, by the owner's hand: see prisma/grants.sql. Where both are one login there is
 * nothing to give, and health says which rights are too many.
 *
 * @throws DatabaseGrantsError
 */
export async function grantToApplication({ owner, application }: DatabaseLogins): Promise<void> {
  if (roleIn(owner) === roleIn(application)) return
  const script = await readFile(path.resolve('prisma/grants.sql'), 'utf8')
  const client = new pg.Client({ connectionString: owner, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect().catch((error: unknown) => {
      throw unreachable(error)
    })
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await client.query("SELECT set_config('zhunxin.application', $1, true)", [roleIn(application)])
    await client.query(script)
    await client.query('COMMIT')
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    throw new DatabaseGrantsError(`The rights of ${roleIn(application)} can't be set: ${error.message}.`, {
      cause: error,
    })
  } finally {
    await client.end().catch(() => {})
  }
}
