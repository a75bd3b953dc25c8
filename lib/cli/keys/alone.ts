import 'server-only'
import { type OnStop, StartRefusal } from '../start/life'
import { connect } from '../start/only-one'

/** Of all advisory locks, the one of whoever changes the keyring and what is wrapped under it. */
const LOCK = 72707371

/**
 * Makes sure that one program alone changes keys: of two that add one to the same file, one would be lost with all that
 * was wrapped under it. The lock ends with its connection, so that a kill leaves none behind.
 */
export async function aloneWithKeys(url: string, onStop: OnStop): Promise<void> {
  const connection = await connect(url)
  onStop(() => connection.end())
  const { rows } = await connection.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [LOCK])
  if (!rows[0]?.taken) throw new StartRefusal('Keys are being rotated already, by another process.')
}
