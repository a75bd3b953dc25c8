import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { installationId } from '@/lib/core/installation-id'
import { unreachable } from '@/lib/db/database-errors'
import { OWN_CONNECTIONS } from '@/lib/db/own-connections'
import { type OnStop, printError, StartRefusal } from './run-program'

/** Identifies the class of the advisory locks that mean "a portal runs on this data folder". */
const LOCK_CLASS = 72707370
const TRY_AGAIN_AFTER = 0.5 * SECOND

/** It is called when the database answers. */
export type HoldFolder = (url: string, dataFolder: string) => Promise<void>

/**
 * Makes sure that one portal runs on a data folder: by a lock in the database that ends with its connection, so that a
 * killed portal leaves none behind. When the connection is lost, as by a restart of PostgreSQL, the lock is taken again
 * as soon as there is a database.
 *
 * @param onLost called when another portal has taken the lock meanwhile; by default this process exits
 */
export function singleInstance(onStop: OnStop, onLost: (refusal: StartRefusal) => void = endProcess): HoldFolder {
  let connection: pg.Client | undefined
  let isStopping = false
  const hold: HoldFolder = async (url, dataFolder) => {
    connection = await lockFolder(url, dataFolder)
    connection.once('end', () => void holdAgain(url, dataFolder))
  }
  const holdAgain: HoldFolder = async (url, dataFolder) => {
    for (;;) {
      await sleep(TRY_AGAIN_AFTER)
      if (isStopping) return
      try {
        return await hold(url, dataFolder)
      } catch (error) {
        if (error instanceof StartRefusal) return onLost(error)
      }
    }
  }
  return async (url, dataFolder) => {
    onStop(async () => {
      isStopping = true
      await connection?.end()
    })
    await hold(url, dataFolder)
  }
}

function endProcess({ message }: StartRefusal): void {
  printError(message)
  process.exit(1)
}

/** @throws StartRefusal when another has it */
async function lockFolder(url: string, dataFolder: string): Promise<pg.Client> {
  const id = await installationId(dataFolder)
  const client = await connect(url)
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken', [
      LOCK_CLASS,
      id,
    ])
    if (rows[0]?.taken) return client
    throw new StartRefusal(
      `Another portal runs on the data folder ${dataFolder}, or on a copy of it: a copy needs to lose its file installation-id.`,
    )
  } catch (error) {
    await client.end()
    throw error
  }
}

/** Both sides notice within half a minute that the other is gone without a word, as when a host loses its power. */
async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `${OWN_CONNECTIONS}/only-one`,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10 * SECOND,
  })
  client.on('error', () => {}) // the `end` event reports it
  try {
    await client.connect()
    await client.query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3')
    return client
  } catch (error) {
    throw unreachable(error)
  }
}
