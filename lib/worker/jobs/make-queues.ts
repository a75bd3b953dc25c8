import 'server-only'
import PgBoss from 'pg-boss'
import { underMigrationLock } from '@/lib/db/migration-lock'
import { QUEUES } from './queues'

/** pg-boss sends what its clock says through a queue of its own, which it makes by itself only as the owner. */
const CLOCK_QUEUE = '__pgboss__send-it'

/**
 * Makes pg-boss's tables, and a queue for each scheduled job, where they are missing. This is the owner's work: the
 * scheduler itself runs without the right to make a table.
 */
export function makeQueues(owner: string): Promise<void> {
  return underMigrationLock(owner, () => makeThem(owner)) // Two at once would each wait for the other's table.
}

async function makeThem(owner: string): Promise<void> {
  const boss = new PgBoss({ connectionString: owner, max: 1, supervise: false, schedule: false })
  boss.on('error', () => {}) // The call that failed is rejected, too.
  await boss.start()
  try {
    const there = new Set((await boss.getQueues()).map(({ name }) => name))
    if (!there.has(CLOCK_QUEUE)) await boss.createQueue(CLOCK_QUEUE)
    for (const name of QUEUES) {
      if (there.has(name)) continue
      await boss.createQueue(name, { name, policy: 'singleton', retryLimit: 0, expireInSeconds: 300 })
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}
