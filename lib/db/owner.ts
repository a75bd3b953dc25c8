import 'server-only'
import pg from 'pg'
import { env } from '@/lib/core/env'
import { unreachable } from './database-errors'

/** Runs something as the owner of the database, on a connection of its own. */
export async function asOwner<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL })
  client.on('error', () => {}) // the query that is running fails
  try {
    await client.connect()
  } catch (error) {
    throw unreachable(error)
  }
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}
