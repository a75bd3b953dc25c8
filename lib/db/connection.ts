import 'server-only'
import { Socket } from 'node:net'
import pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { awayError, whenDatabaseLeaves, whyDatabaseAway } from './availability'
import { awayReason, LOST } from './database-away'

const PATIENCE = 5 * SECOND

/**
 * Opens a connection of its own, for what can't share one: a lock of a session, a stream. It ends when the database goes
 * away, so that what waits on it fails. The caller closes it.
 *
 * @throws DatabaseAwayError
 */
export async function openConnection(config: pg.ClientConfig): Promise<pg.Client> {
  const away = whyDatabaseAway()
  if (away) throw awayError(away)
  const socket = new Socket()
  const client = new pg.Client({ connectionTimeoutMillis: PATIENCE, ...config, stream: () => socket })
  client.on('error', () => {}) // what was asked is rejected, too
  try {
    await client.connect()
  } catch (error) {
    throw awayError(awayReason(error) ?? (error as { code?: string }).code ?? LOST, error)
  }
  client.once(
    'end',
    whenDatabaseLeaves(() => socket.destroy()),
  )
  return client
}
