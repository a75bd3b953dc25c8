import 'server-only'
import { writeFile } from 'node:fs/promises'
import { DemoCast, demoCastFile } from '@/lib/core/demo-cast'
import { DEMO_APPLICANTS, DEMO_STAFF, NEWCOMER } from './cast'

/**
 * Writes the people of the demo where the portal reads them for its sign-in pages, at each start: the people may be
 * those of a new release.
 */
export async function writeCast(dataFolder: string, papers: string): Promise<void> {
  const cast = DemoCast.parse({
    staff: Object.values(DEMO_STAFF),
    applicants: DEMO_APPLICANTS,
    newcomer: { ...NEWCOMER, papers },
  })
  await writeFile(demoCastFile(dataFolder), JSON.stringify(cast, null, 2), { mode: 0o600 })
}
