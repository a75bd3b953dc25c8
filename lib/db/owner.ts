import 'server-only'
import pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { unreachable } from './database-errors'

/** Holds the addresses of one database's two logins. */
export type DatabaseLogins = {
  /** Reads and writes rows, and nothing else. */
  application: string
  /** Owns the tables: it migrates, backs up and rewrites. */
  owner: string
}

const CONNECT_TIMEOUT = 10 * SECOND

/**
 * Returns the address of the login that owns the tables. It is the application's own where the operator gave only one.
 */
export const ownerUrl = (): string => env().DATABASE_OWNER_URL ?? env().DATABASE_URL

/** Returns the name of the login in an address, as PostgreSQL knows it. */
export const roleIn = (url: string): string => decodeURIComponent(new URL(url).username)

/**
 * Opens one connection as the owner, for what the application's login may not do, and closes it afterwards.
 *
 * @param url the owner's address, where it is not in the environment yet
 * @throws DatabaseUnreachableError
 */
export async function asOwner<T>(run: (client: pg.Client) => Promise<T>, url = ownerUrl()): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT })
  client.on('error', () => {}) // The query that runs is rejected, too.
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
