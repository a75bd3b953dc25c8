import PgBoss from 'pg-boss'
import { database } from '@/lib/db/client'
import { pause } from '@/tests/setup/portal'

const JOB = 'privacy.erase-due'

/** Uses the queue of the running portal, whose schedule would start the job in the small hours. */
export async function openQueue() {
  const boss = new PgBoss({
    connectionString: process.env.DATABASE_URL ?? '',
    ...{ max: 1, supervise: false, schedule: false, migrate: false },
  })
  boss.on('error', () => {}) // it is killed
  await boss.start()
  return {
    /** Releases the job of a killed worker as the schedule does, once its time is over. */
    async begin(): Promise<string> {
      await database().$executeRaw`
        UPDATE pgboss.job SET started_on = started_on - interval '1 hour' WHERE name = ${JOB} AND state = 'active'`
      await boss.maintain()
      const id = await boss.send(JOB, {})
      if (!id) throw new Error('The job was not taken')
      return id
    },
    /** Waits until the portal has reached that point of the job. */
    async until(id: string, state: 'active' | 'completed'): Promise<void> {
      for (let waited = 0; waited < 30_000; waited += 10) {
        const job = await boss.getJobById(JOB, id)
        if (job?.state === state || job?.state === 'completed') return
        if (job?.state === 'failed') throw new Error('The job failed')
        await pause(10)
      }
      throw new Error(`The job is not ${state}`)
    },
    close: () => boss.stop({ graceful: false }),
  }
}
