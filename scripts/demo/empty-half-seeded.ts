import 'server-only'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { printLine, StartRefusal } from '@/lib/cli/start/run-program'
import type { HoldFolder } from '@/lib/cli/start/single-instance'
import { ownerUrl } from '@/lib/db/owner'
import { demoStateOf, emptyDatabase } from './state'

/**
 * Locks the data folder and makes sure that a demo has its own database: one whose filling was cut off is emptied and
 * filled again, and a database with other content is left alone.
 */
export function emptyHalfSeeded(hold: HoldFolder): HoldFolder {
  return async (url, dataFolder) => {
    await hold(url, dataFolder)
    const state = await demoStateOf(ownerUrl())
    if (state === 'FOREIGN') {
      throw new StartRefusal(`The database of ${dataFolder} is not a demo's. Set ZHUNXIN_DATA to a folder of its own.`)
    }
    if (state !== 'HALF_TOLD') return
    printLine('The demo was cut off while it was made: starting again.')
    await emptyDatabase(ownerUrl())
    rmSync(join(dataFolder, 'blobs'), { recursive: true, force: true })
  }
}
