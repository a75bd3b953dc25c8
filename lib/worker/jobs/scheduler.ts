import 'server-only'
import PgBoss from 'pg-boss'
import { logBug } from '@/lib/core/log'
import { OWN_CONNECTIONS } from '@/lib/db/own-connections'
import { openPool } from '@/lib/db/pool'
import type { Heartbeat } from './heartbeat'
import type { QueueName } from './queues'

/** A job that runs on a schedule. Of several workers, one does it each time. */
export type ScheduledJob = {
  readonly name: QueueName
  /** It is five-field cron, in UTC. */
  readonly cron: string
  readonly run: () => Promise<void>
}

export type Scheduler = { stop(): Promise<void> }

/**
 * Starts to work on the queues, which the migration step made, and the schedules. A failed job is logged and runs again
 * at its next scheduled time: each of ours queries the database for what is due, so nothing is lost by a missed run.
 *
 * @param heartbeat notified of what is worked on, so that another worker continues it when this one is killed
 */
export async function startScheduler(jobs: readonly ScheduledJob[], heartbeat: Heartbeat): Promise<Scheduler> {
  const pool = openPool({ size: 3, name: `${OWN_CONNECTIONS}/worker` })
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    migrate: false, // The application's login makes no table.
  })
  boss.on('error', (error) => logBug(error, { room: 'jobs' }))
  await boss.start()
  for (const { name, cron, run } of jobs) {
    await boss.work(name, { pollingIntervalSeconds: 5 }, async ([job]) => {
      if (!job) return
      try {
        await heartbeat.hold(job.id)
        await run()
      } catch (error) {
        logBug(error, { job: name })
        throw new Error('Failed: the log says where') // the queue stores the error, and a message may quote a value
      } finally {
        heartbeat.letGo(job.id)
      }
    })
    await boss.schedule(name, cron)
  }
  return {
    async stop() {
      await boss.stop({ graceful: true, timeout: 10_000, wait: true })
      if (!pool.ending) await pool.end()
    },
  }
}
