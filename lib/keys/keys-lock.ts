import 'server-only'
import pg from 'pg'
import { unreachable } from '@/lib/db/database-errors'
import { OWN_CONNECTIONS } from '@/lib/db/own-connections'

/** The advisory lock of the program that changes the keyring and what is wrapped under it. */
const LOCK = 72707371

/**
 * Makes sure that one program alone changes keys: if two added one to the same file, one would be lost with all that
 * was wrapped under it. The lock closes with its connection, so that a kill leaves none behind.
 *
 * @returns a function that releases it; null while another program has it
 */
export async function takeKeysLock(url: string): Promise<(() => Promise<void>) | null> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `${OWN_CONNECTIONS}/keys-lock`,
    keepAlive: true,
  })
  client.on('error', () => {}) // the lock went with the database
  try {
    await client.connect()
  } catch (error) {
    throw unreachable(error)
  }
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [LOCK])
  if (rows[0]?.taken) return () => client.end()
  await client.end()
  return null
}
