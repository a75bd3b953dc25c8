import 'server-only'
import { HOUR, MINUTE } from '@/lib/core/clock'
import { storeTombstones } from '@/lib/keys/erasing/store-tombstones'
import { type Loop, startLoop } from './loop'

/**
 * Stores the tombstones of all nodes in the data folder of this worker: all of them at its start and every hour, since
 * those that a restore replays are as old as they were, and those of the last hour every minute. It is no job: each
 * worker does so, for its folder.
 */
export function startTombstoneLoop(): Loop {
  let lookedAtAll = 0
  return startLoop('tombstones', async () => {
    const isDue = Date.now() - lookedAtAll >= HOUR
    await storeTombstones(isDue ? 'EVER' : 'HOUR')
    if (isDue) lookedAtAll = Date.now()
    return MINUTE
  })
}
