import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { releaseJobs } from './jobs/release-jobs'
import { type Loop, startLoop } from './loop'

const CHECK_EVERY = 10 * SECOND

/** Looks for jobs of killed workers. Each worker does so, for all of them. */
export function startReleaseLoop(workerId: string): Loop {
  return startLoop('jobs', async () => {
    await releaseJobs(workerId)
    return CHECK_EVERY
  })
}
