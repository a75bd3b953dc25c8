import 'server-only'
import { Socket } from 'node:net'
import pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { onDatabaseLost, unavailableError, whyDatabaseUnavailable } from './availability'
import { LOST, unavailableReason } from './database-unavailable'

const TIMEOUT = 5 * SECOND

/**
 * Opens a connection of its own, for what can't share one: a lock of a session, a stream. It ends when the database
 * becomes unavailable, so that what waits on it fails. The caller closes it.
 *
 * @throws DatabaseUnavailableError
 */
export async function openConnection(config: pg.ClientConfig): Promise<pg.Client> {
  const reason = whyDatabaseUnavailable()
  if (reason) throw unavailableError(reason)
  const socket = new Socket()
  const client = new pg.Client({ connectionTimeoutMillis: TIMEOUT, ...config, stream: () => socket })
  client.on('error', () => {}) // what was asked is rejected, too
  try {
    await client.connect()
  } catch (error) {
    throw unavailableError(unavailableReason(error) ?? (error as { code?: string }).code ?? LOST, error)
  }
  client.once(
    'end',
    onDatabaseLost(() => socket.destroy()),
  )
  return client
}
