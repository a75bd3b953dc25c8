import PgBoss from 'pg-boss'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { isWorkerAlive } from '../heartbeat'
import { startHeartbeat } from './heartbeat'
import { releaseJobs } from './release-jobs'

const NAME = 'messaging.purge'
let boss: PgBoss

beforeAll(async () => {
  boss = new PgBoss({
    connectionString: process.env.DATABASE_URL ?? '',
    ...{ max: 1, supervise: false, schedule: false, migrate: false },
  })
  await boss.start()
})
afterAll(() => boss.stop({ graceful: false }))
beforeEach(async () => {
  await database().workerHeartbeat.deleteMany()
  await database().$executeRaw`DELETE FROM pgboss.job`
})

/** Creates a worker that has run for an hour and was last heard of so many seconds ago. */
async function aWorker({ silent = 0, steady = 3600, jobIds = [] as string[] } = {}): Promise<string> {
  const id = newId()
  await database().$executeRaw`
    INSERT INTO worker_heartbeats (id, installation_id, host, pid, job_ids, steady_since, beat_at)
    VALUES (${id}::uuid, gen_random_uuid(), 'elsewhere', 1, ${jobIds}::uuid[],
      clock_timestamp() - make_interval(secs => ${steady}), clock_timestamp() - make_interval(secs => ${silent}))`
  return id
}

/** Creates a job that started so many seconds ago. */
async function aJobUnderWay(seconds = 60): Promise<string> {
  const id = (await boss.send(NAME, {})) ?? ''
  expect(await boss.fetch(NAME)).toMatchObject([{ id }])
  await database().$executeRaw`
    UPDATE pgboss.job SET started_on = now() - make_interval(secs => ${seconds}) WHERE id = ${id}::uuid`
  return id
}

const jobs = () => database().$queryRaw<{ id: string; state: string }[]>`SELECT id::text, state::text FROM pgboss.job`

test('a job of a silent worker is released under another id, so that its late completion changes nothing', async () => {
  const id = await aJobUnderWay()
  await aWorker({ silent: 31, jobIds: [id] })

  expect(await releaseJobs(await aWorker())).toBe(1)

  const [again] = (await boss.fetch(NAME)) ?? []
  expect(again?.id).not.toBe(id)
  await boss.complete(NAME, id) // the silent worker was only cut off
  expect(await jobs()).toEqual([{ id: again?.id, state: 'active' }])
})

test('a job that a worker died with before it could say so is released too', async () => {
  await aJobUnderWay(31)
  expect(await releaseJobs(await aWorker())).toBe(1)
})

test.each([
  ['whose worker lives', { silent: 15, ofJob: true, seconds: 280 }],
  ['that was only just started', { silent: 60, ofJob: false, seconds: 15 }],
])('a job %s is left alone', async (_, { silent, ofJob, seconds }) => {
  const id = await aJobUnderWay(seconds)
  await aWorker({ silent, jobIds: ofJob ? [id] : [] })
  expect(await releaseJobs(await aWorker())).toBe(0)
  expect(await jobs()).toEqual([{ id, state: 'active' }])
})

test('after the database was unavailable, nobody’s silence counts until a worker’s own heart has been steady', async () => {
  const id = await aJobUnderWay()
  await aWorker({ silent: 40, jobIds: [id] })
  const heartbeat = await startHeartbeat()
  const rewind = (column: 'beat_at' | 'steady_since', seconds: number) =>
    database().$executeRawUnsafe(
      `UPDATE worker_heartbeats SET ${column} = ${column} - make_interval(secs => ${seconds}) WHERE id = '${heartbeat.id}'`,
    )
  await rewind('steady_since', 3600)
  await rewind('beat_at', 11) // as after an outage
  await heartbeat.hold(newId()) // and now it beats again
  expect(await releaseJobs(heartbeat.id)).toBe(0)

  await rewind('steady_since', 31)
  expect(await releaseJobs(heartbeat.id)).toBe(1)
  await heartbeat.stop()
})

test('of several workers, one releases a job; a job that kills each worker fails in the end', async () => {
  const lookers = await Promise.all([aWorker(), aWorker(), aWorker()])
  await aJobUnderWay()
  for (const state of ['retry', 'retry', 'failed']) {
    const released = await Promise.all(lookers.map(releaseJobs))
    expect(released.reduce((sum, count) => sum + count)).toBe(1)
    expect(await jobs()).toMatchObject([{ state }])
    await boss.fetch(NAME)
    await database().$executeRaw`UPDATE pgboss.job SET started_on = now() - interval '60 seconds'`
  }
})

test('a worker has its own row and removes it; the row of a killed one is removed after a day', async () => {
  await aWorker({ silent: 86_401 })
  const yesterday = await aWorker({ silent: 86_000 })
  expect(await isWorkerAlive()).toBe(false)

  const [first, second] = [await startHeartbeat(), await startHeartbeat()]
  const job = newId()
  await first.hold(job)
  expect(await isWorkerAlive()).toBe(true)
  const rows = await database().workerHeartbeat.findMany()
  expect(Object.fromEntries(rows.map(({ id, jobIds }) => [id, jobIds]))).toEqual({
    [yesterday]: [],
    [second.id]: [],
    [first.id]: [job],
  })
  await first.stop()
  await second.stop()
  expect(await isWorkerAlive()).toBe(false)
})
