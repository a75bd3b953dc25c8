import 'server-only'
import type { Socket } from 'node:net'
import type pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { startInterval } from '@/lib/core/timers'
import { listenToPool, onDatabaseLost, suspectDatabase } from './availability'

const CHECK_EVERY = SECOND
/** So many looks in a row without a byte, while something was asked, make a database suspect. */
const SILENT_CHECKS = 2

/**
 * Watches a pool for a database that is paused: it sends nothing, and closes nothing. A new connection shows whether it
 * is paused, or just works on a long statement. Once it is known to be unavailable, the queries that wait on old
 * connections are ended.
 *
 * @returns a function that stops the watch
 */
export function watchSilence(pool: pg.Pool, sockets: ReadonlySet<Socket>): () => void {
  let lastBytes = 0
  let silentChecks = 0
  const look = () => {
    const bytes = [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0)
    const isInUse = pool.totalCount > pool.idleCount
    silentChecks = isInUse && bytes === lastBytes ? silentChecks + 1 : 0
    lastBytes = bytes
    if (silentChecks >= SILENT_CHECKS) suspectDatabase()
  }
  const looking = startInterval(look, CHECK_EVERY, { room: 'db' }).unref()
  const stopListening = listenToPool(sockets)
  const forget = onDatabaseLost(() => {
    for (const socket of sockets) socket.destroy()
  })
  return () => {
    clearInterval(looking)
    stopListening()
    forget()
  }
}
