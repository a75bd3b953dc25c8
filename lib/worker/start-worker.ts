import 'server-only'
import { closeRefusalCounts } from '@/lib/audit/close-refusal-counts'
import { log } from '@/lib/core/log'
import { type ScheduledJob, startScheduler } from '@/lib/jobs/scheduler'
import { lapseClaims } from '@/lib/review/lapse-claims'
import { startHeartbeat } from './heartbeat'

/** What the clock does, bound to the verbs that do it. */
const JOBS: readonly ScheduledJob[] = [
  { name: 'review.lapse-claims', cron: '* * * * *', run: async () => void (await lapseClaims()) },
  { name: 'audit.close-refusal-counts', cron: '* * * * *', run: closeRefusalCounts },
]

export type Worker = { stop(): Promise<void> }

/** Starts the worker, in the portal's process or in one of its own. */
export async function startWorker(): Promise<Worker> {
  const scheduler = await startScheduler(JOBS)
  const heartbeat = await startHeartbeat()
  log.info('worker started')
  return {
    async stop() {
      heartbeat.stop()
      await scheduler.stop()
      log.info('worker stopped')
    },
  }
}
