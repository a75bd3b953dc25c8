import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { keepTombstones } from '@/lib/erasing/keep-tombstones'
import { startTurns, type Turns } from './turns'

/** Keeps the tombstones of all nodes in the data folder of this worker. It is no job: each worker does so, for its folder. */
export function startTombstoneLoop(): Turns {
  return startTurns('tombstones', async () => {
    await keepTombstones()
    return MINUTE
  })
}
