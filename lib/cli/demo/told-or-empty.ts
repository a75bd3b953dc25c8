import 'server-only'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ownerUrl } from '@/lib/db/owner'
import { demoStateOf, emptyDatabase } from '@/lib/demo/state'
import { StartRefusal, say } from '../start/life'
import type { Hold } from '../start/only-one'

/**
 * Besides holding the data folder, sees to it that a demo stands on its own database: a telling that was cut off is taken
 * away and begun anew, and what is somebody's is left alone.
 */
export function toldOrEmpty(hold: Hold): Hold {
  return async (url, dataFolder) => {
    await hold(url, dataFolder)
    const state = await demoStateOf(ownerUrl())
    if (state === 'FOREIGN') {
      throw new StartRefusal(`The database of ${dataFolder} is not a demo's. Set ZHUNXIN_DATA to a folder of its own.`)
    }
    if (state !== 'HALF_TOLD') return
    say('The demo was cut off while it was made: beginning anew.')
    await emptyDatabase(ownerUrl())
    rmSync(join(dataFolder, 'blobs'), { recursive: true, force: true })
  }
}
