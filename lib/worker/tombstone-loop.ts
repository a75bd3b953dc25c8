import 'server-only'
import { HOUR, MINUTE } from '@/lib/core/clock'
import { keepTombstones } from '@/lib/erasing/keep-tombstones'
import { startTurns, type Turns } from './turns'

/**
 * Keeps the tombstones of all nodes in the data folder of this worker: all of them at its start and every hour, since those
 * that a restore replays are as old as they were, and those of the last hour every minute. It is no job: each worker does
 * so, for its folder.
 */
export function startTombstoneLoop(): Turns {
  let lookedAtAll = 0
  return startTurns('tombstones', async () => {
    const isDue = Date.now() - lookedAtAll >= HOUR
    await keepTombstones(isDue ? 'EVER' : 'HOUR')
    if (isDue) lookedAtAll = Date.now()
    return MINUTE
  })
}
