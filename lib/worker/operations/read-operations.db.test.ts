import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { aNotice } from '@/tests/factories/messages'
import { aColleague, anAdministrator, aRegisteredApplicant } from '@/tests/factories/people'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { CONDITION_KINDS } from '../conditions/table'
import { startHeartbeat } from '../jobs/heartbeat'
import { type Operations, readOperations } from './read-operations'

let administrator: Awaited<ReturnType<typeof anAdministrator>>
beforeAll(async () => {
  administrator = await anAdministrator()
})
const read = () => readOperations(administrator)
/**
 * Returns the states of conditions, except of that which is found out by programs, which a busy machine is slow to
 * start.
 */
const statesOf = ({ conditions }: Operations) =>
  conditions.flatMap(({ kind, state }) => (kind === 'DECODERS_NOT_ISOLATED' ? [] : [[kind, state]]))

test('a person who may not see operations is refused', async () => {
  for (const { actor } of [
    await aColleague({ roles: ['REVIEWER', 'LEAD', 'AUDITOR'] }),
    await aRegisteredApplicant(),
    { actor: SYSTEM },
  ])
    await expect(readOperations(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('each condition is there with its state, and the figures of what runs', async () => {
  const now = await read()
  expect(now.conditions.map(({ kind }) => kind)).toEqual(CONDITION_KINDS)
  const stateOf = (kind: string) => now.conditions.find((one) => one.kind === kind)?.state
  expect([stateOf('WORKER_MISSING'), stateOf('SCANNER_UNREACHABLE')]).toEqual(['HOLDS', 'UNUSED'])
  expect(now.isStoreWritable).toBe(true)
  expect(Math.abs(now.at.getTime() - (await databaseTime()).getTime())).toBeLessThan(MINUTE)
  expect(now.server).toMatchObject({ version: expect.stringMatching(/^\d+/), maxConnections: expect.any(Number) })
  expect(now.server?.connections).toBeGreaterThan(0)
  expect(now.server?.size).toBeGreaterThan(1_000_000)
  expect(Math.abs(now.clock ?? Number.NaN)).toBeLessThan(MINUTE / 2)
  expect(now.versions).toEqual({ portal: expect.stringMatching(/^\d+\.\d+/), node: process.versions.node })
  const [disk] = now.disks ?? []
  expect(disk?.setting).toBe('ZHUNXIN_DATA')
  expect(disk?.free).toBeLessThanOrEqual(disk?.size ?? 0)
})

test('a worker is there with what it works on, is silent after half a minute, and gone once it says that it ended', async () => {
  const heartbeat = await startHeartbeat()
  expect((await read()).workers).toMatchObject([{ id: heartbeat.id, pid: process.pid, isSilent: false, jobs: [] }])
  const jobId = newId()
  await database().$executeRaw`
    INSERT INTO pgboss.job (id, name, state) VALUES (${jobId}::uuid, 'documents.scrub', 'active')`
  await heartbeat.hold(jobId)
  expect((await read()).workers).toMatchObject([{ jobs: ['documents.scrub'] }])
  await database().$executeRaw`UPDATE pgboss.job SET state = 'completed' WHERE id = ${jobId}::uuid`
  await database().$executeRaw`UPDATE worker_heartbeats SET beat_at = beat_at - interval '31 seconds'`
  expect((await read()).workers).toMatchObject([{ isSilent: true, jobs: [] }])
  await heartbeat.stop()
  expect((await read()).workers).toEqual([])
})

test('messages that wait are counted by channel, with the time since when the oldest is due', async () => {
  await database().outboxMessage.deleteMany()
  expect((await read()).messages).toEqual([
    { channel: 'SMS', isSent: false, waiting: 0, dueSince: null },
    { channel: 'EMAIL', isSent: false, waiting: 0, dueSince: null },
  ])
  const notice = (state: 'PENDING' | 'FAILED') => aNotice({ state })
  for (const state of ['PENDING', 'PENDING', 'FAILED'] as const) await notice(state)
  await database().outboxMessage.updateMany({ data: { dueAt: new Date(Date.now() + MINUTE) } })
  expect((await read()).messages?.[0]).toMatchObject({ waiting: 2, dueSince: null })
  const [{ id } = { id: '' }] = await database().outboxMessage.findMany({ where: { state: 'PENDING' } })
  const dueAt = new Date(Date.now() - MINUTE)
  await database().outboxMessage.update({ where: { id }, data: { dueAt } })
  expect((await read()).messages?.[0]).toMatchObject({ waiting: 2, dueSince: dueAt })
})

test('jobs that failed in the last day are counted, those that were archived too', async () => {
  const fail = async (name: string, hours: number, isArchived = false) => {
    const id = newId()
    await database().$executeRaw`
      INSERT INTO pgboss.job (id, name, state, completed_on)
      VALUES (${id}::uuid, ${name}, 'failed', clock_timestamp() - make_interval(hours => ${hours}::int))`
    if (!isArchived) return
    await database().$executeRaw`
      WITH moved AS (DELETE FROM pgboss.job WHERE id = ${id}::uuid RETURNING *)
      INSERT INTO pgboss.archive SELECT * FROM moved`
  }
  await fail('messaging.purge', 1)
  await fail('messaging.purge', 23, true)
  await fail('messaging.purge', 25, true)
  await fail('keys.rotate', 2)
  expect((await read()).failedJobs).toMatchObject([
    { name: 'messaging.purge', times: 2 },
    { name: 'keys.rotate', times: 1 },
  ])
})

test('the last backup has its time, and none has none', async () => {
  expect((await read()).backup).toEqual({ at: null })
  const data = { backupId: newId(), missing: 0, withKeys: false }
  await transaction((tx) => recordAudit(tx, SYSTEM, { action: 'backup.made', subjectId: null, data }))
  expect((await read()).backup?.at).toBeInstanceOf(Date)
})

describe('a part that can’t be read is not known, and the rest is shown', () => {
  let before: Operations
  beforeEach(async () => {
    before = await read()
  })

  test('since it is refused', async () => {
    await asOwner((client) => client.query('REVOKE SELECT ON incidents FROM PUBLIC, CURRENT_USER'))
    const role = new URL(process.env.DATABASE_URL ?? '').username
    await asOwner((client) => client.query(`REVOKE SELECT ON incidents FROM "${role}"`))
    const now = await read()
    expect(now.incidents).toBeNull()
    expect(statesOf(now)).toEqual(statesOf(before))
    expect(now.workers).toEqual(before.workers)
    await asOwner((client) => client.query(`GRANT SELECT ON incidents TO "${role}"`))
    expect((await read()).incidents).toEqual([])
  })

  test('since it takes longer than three seconds', async () => {
    await asOwner(async (client) => {
      await client.query('BEGIN; LOCK TABLE worker_heartbeats')
      const started = Date.now()
      const now = await read()
      expect(Date.now() - started).toBeLessThan(PATIENCE / 2)
      expect(now.workers).toBeNull()
      expect(now.conditions.find(({ kind }) => kind === 'WORKER_MISSING')?.state).toBe('NOT_KNOWN')
      expect(now.server).not.toBeNull()
      await client.query('ROLLBACK')
    })
    expect((await read()).workers).toEqual([])
  })
})
