import 'server-only'
import type { Socket } from 'node:net'
import type pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { suspectDatabase, whenDatabaseLeaves } from './availability'

const LOOK_EVERY = SECOND
/** So many looks in a row without a byte, while something was asked, make a database suspect. */
const SILENT_LOOKS = 2

/**
 * Watches a pool for a database that is paused: it says nothing, and ends nothing. Whether it is paused, or just works on a
 * long statement, a new connection tells. Once it is known to be away, what waits on the old connections is ended.
 *
 * @returns what stops it
 */
export function watchSilence(pool: pg.Pool, sockets: ReadonlySet<Socket>): () => void {
  let lastBytes = 0
  let silentLooks = 0
  const look = () => {
    const bytes = [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0)
    const isAsked = pool.totalCount > pool.idleCount
    silentLooks = isAsked && bytes === lastBytes ? silentLooks + 1 : 0
    lastBytes = bytes
    if (silentLooks >= SILENT_LOOKS) suspectDatabase()
  }
  const looking = setInterval(look, LOOK_EVERY).unref()
  const forget = whenDatabaseLeaves(() => {
    for (const socket of sockets) socket.destroy()
  })
  return () => {
    clearInterval(looking)
    forget()
  }
}
