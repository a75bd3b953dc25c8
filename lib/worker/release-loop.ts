import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { releaseJobs } from '@/lib/jobs/release-jobs'
import { startTurns, type Turns } from './turns'

const LOOK_EVERY = 10 * SECOND

/** Looks for jobs of killed workers. Each worker does so, for all of them. */
export function startReleaseLoop(workerId: string): Turns {
  return startTurns('jobs', async () => {
    await releaseJobs(workerId)
    return LOOK_EVERY
  })
}
