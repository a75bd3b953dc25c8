import PgBoss from 'pg-boss'
import { afterEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { startHeartbeat } from './heartbeat'
import { startScheduler } from './scheduler'

const NAME = 'messaging.purge'
const { logged } = vi.hoisted(() => ({ logged: [] as unknown[] }))
vi.mock(import('@/lib/core/log'), async (original) => ({
  ...(await original()),
  logBug: (error: unknown) => void logged.push(error),
}))

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** Opens the queues, by the application's login. */
async function openQueues(): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: process.env.DATABASE_URL ?? '',
    ...{ max: 1, supervise: false, schedule: false, migrate: false },
  })
  boss.on('error', (error) => void logged.push(error))
  await boss.start()
  ends.push(() => boss.stop({ graceful: false }))
  return boss
}

const stateOf = async (boss: PgBoss, id: string | null) => (await boss.getJobById(NAME, id ?? ''))?.state

test('without the right to make a table, jobs are scheduled, sent, done, expired and put away', async () => {
  const boss = await openQueues()
  await boss.schedule(NAME, '* * * * *')
  const run = vi.fn(async () => {})
  const heartbeat = await startHeartbeat()
  ends.push(() => heartbeat.stop())
  const scheduler = await startScheduler([{ name: NAME, cron: '* * * * *', run }], heartbeat)
  ends.push(() => scheduler.stop())
  await vi.waitUntil(() => run.mock.calls.length > 0, 3 * PATIENCE) // the clock's own
  await scheduler.stop()

  const stuck = await boss.send(NAME, {})
  expect(await boss.fetch(NAME)).toMatchObject([{ id: stuck }])
  await database().$executeRaw`
    UPDATE pgboss.job SET started_on = started_on - interval '1 hour' WHERE name = ${NAME} AND state = 'active'`
  await boss.maintain()
  expect(await stateOf(boss, stuck)).toBe('failed')

  await database().$executeRaw`UPDATE pgboss.job SET completed_on = completed_on - interval '30 days'`
  await boss.maintain()
  const count = async () => {
    const [row] = await database().$queryRaw<[{ jobs: number; archived: number }]>`
      SELECT (SELECT count(*) FROM pgboss.job WHERE completed_on IS NOT NULL)::int AS jobs,
        (SELECT count(*) FROM pgboss.archive)::int AS archived`
    return row
  }
  expect(await count()).toMatchObject({ jobs: 0, archived: expect.any(Number) })
  expect((await count()).archived).toBeGreaterThan(1)
  await database().$executeRaw`UPDATE pgboss.archive SET archived_on = archived_on - interval '30 days'`
  await boss.maintain()
  expect(await count()).toEqual({ jobs: 0, archived: 0 })
  expect(logged).toEqual([])
})
