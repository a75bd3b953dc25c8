import 'server-only'
import { realpathSync } from 'node:fs'
import { hostname } from 'node:os'
import pg from 'pg'
import { unreachable } from '@/lib/db/database-errors'
import { OWN_CONNECTIONS } from '@/lib/db/own-connections'
import { type OnStop, StartRefusal } from './life'

/** Of all advisory locks, those that say "a portal runs on this data folder". */
const LOCK_CLASS = 72707370

/** Called when the database answers, and again when it had to be started anew. */
export type Hold = (url: string, dataFolder: string) => Promise<void>

/**
 * Makes sure that one portal runs on a data folder: by a lock in the database that ends with its connection, so that a
 * killed portal leaves none behind.
 */
export function onlyOne(onStop: OnStop): Hold {
  let connection: pg.Client | undefined
  return async (url, dataFolder) => {
    if (!connection) onStop(async () => connection?.end())
    connection = await connect(url)
    const place = `${hostname()}:${realpathSync(dataFolder)}`
    const { rows } = await connection.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken',
      [LOCK_CLASS, place],
    )
    if (!rows[0]?.taken) throw new StartRefusal(`Another portal runs on the data folder ${dataFolder} already.`)
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `${OWN_CONNECTIONS}/only-one`,
    keepAlive: true,
  })
  client.on('error', () => {}) // the lock went with the database
  try {
    await client.connect()
    return client
  } catch (error) {
    throw unreachable(error)
  }
}
