import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { aColleague } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { countRequest } from './count-request'
import { DATABASE_FAMILIES } from './database-families'
import { readMetrics, startMetrics } from './read-metrics'

beforeAll(() => {
  vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:1') // e-mail is sent, text messages are not
  vi.stubEnv('MAIL_FROM', 'no-reply@qualify.example.cn')
  startMetrics()
})
afterAll(() => vi.unstubAllEnvs())

/** Returns the figures, by name and labels. */
async function figures(): Promise<Map<string, number>> {
  const lines = (await readMetrics()).split('\n').filter((line) => line && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

/**
 * Returns the figures once these families could be read: on a busy machine, one may take longer than the portal waits.
 */
const figuresOf = (...families: string[]) =>
  vi.waitFor(async () => {
    const read = await figures()
    for (const family of families) expect(read.get(`zhunxin_figures_read{family="${family}"}`), family).toBe(1)
    return read
  }, PATIENCE)

const enqueue = (channel: 'SMS' | 'EMAIL' = 'SMS') => {
  const to = channel === 'SMS' ? '+8613900001111' : 'xiaoming@example.cn'
  const params = { reference: 'ZX-20241001-ABC234', count: 2 }
  return transaction((tx) => enqueueMessage(tx, { channel, template: 'CHANGES_REQUESTED', to, locale: 'en', params }))
}
const FAILED = 'zhunxin_outbox_failed_attempts{channel="sms"}'

test('each family is read, and each of its metrics has a value', async () => {
  await enqueue() // opens the pool
  const read = await figuresOf(...DATABASE_FAMILIES.map(({ name }) => name))
  for (const { metrics } of DATABASE_FAMILIES) {
    for (const metric of Object.keys(metrics))
      expect(
        [...read.keys()].some((key) => key.split('{')[0] === metric),
        metric,
      ).toBe(true)
  }
  expect(read.get('zhunxin_outbox_messages{channel="email",state="failed"}')).toBe(0)
  expect(read.get('zhunxin_jobs{queue="review.lapse-claims",state="failed"}')).toBe(0)
  expect(read.get('zhunxin_database_pool_limit')).toBeGreaterThan(0)
  expect(read.get('zhunxin_disk_bytes{what="free"}')).toBeGreaterThan(0)
  expect(read.get('process_resident_memory_bytes')).toBeGreaterThan(0)
})

test('failed attempts count until the next message is sent', async () => {
  const [first, second] = [await enqueue(), await enqueue()]
  expect((await figuresOf('outbox')).get(FAILED)).toBe(0)
  const failed = { failure: 'UNREACHABLE/ECONNREFUSED', attempts: 2 }
  await database().outboxMessage.update({ where: { id: first.id }, data: failed })
  expect((await figuresOf('outbox')).get(FAILED)).toBe(2)
  const given = { ...failed, state: 'FAILED', attempts: 3 } as const
  await database().outboxMessage.update({ where: { id: first.id }, data: given })
  expect((await figuresOf('outbox')).get(FAILED)).toBe(3)
  await database().outboxMessage.update({ where: { id: second.id }, data: { state: 'SENT', sentAt: new Date() } })
  expect((await figuresOf('outbox')).get(FAILED)).toBe(0)
})

test('the number that waits, and for how long', async () => {
  for (const { id } of [await enqueue('SMS'), await enqueue('EMAIL')])
    await database().$executeRaw`
      UPDATE outbox_messages SET due_at = clock_timestamp() - interval '1 hour' WHERE id = ${id}::uuid`
  const { id: qualificationId } = await aReadyDraft()
  await asOwner((owner) =>
    owner.query(
      `UPDATE qualifications SET status = 'SUBMITTED', queued_at = clock_timestamp() - interval '2 hours',
       queue_place = clock_timestamp(), is_urgent = true WHERE id = $1`,
      [qualificationId],
    ),
  )
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  const { id: decidedById } = await aColleague({ roles: ['ADMIN'] })
  const list = {
    subject: 'QUALIFICATIONS',
    format: 'CSV',
    filters: {},
    locale: 'en',
    isMasked: false,
    expected: 60,
  } as const
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  const allowed = { askedById: actor.id, askedAt: ago(1_000), decidedById, decidedAt: ago(60), until: ago(1_000) }
  await database().export.create({ data: { ...list, ...allowed } })
  const read = await figuresOf('exports', 'outbox', 'review')
  expect(read.get('zhunxin_exports_oldest_seconds')).toBeGreaterThan(3_590)
  expect(read.get('zhunxin_exports_oldest_seconds')).toBeLessThan(30_000) // since it was allowed
  expect(read.get('zhunxin_outbox_oldest_seconds{channel="email"}')).toBeGreaterThan(3_590)
  expect(read.get('zhunxin_outbox_oldest_seconds{channel="sms"}')).toBe(0) // nobody sends them
  expect(read.get('zhunxin_review_queue{state="waiting",urgency="urgent"}')).toBe(1)
  expect(read.get('zhunxin_review_queue{state="claimed",urgency="urgent"}')).toBe(0)
  expect(read.get('zhunxin_review_oldest_seconds{urgency="urgent"}')).toBeGreaterThan(7_190)
  expect(read.get('zhunxin_review_oldest_seconds{urgency="normal"}')).toBe(0)
})

test('a family that cannot be read is left out, and no other is', async () => {
  await asOwner((owner) => owner.query('ALTER TABLE exports RENAME TO exports_away'))
  const read = await figuresOf('audit')
  await asOwner((owner) => owner.query('ALTER TABLE exports_away RENAME TO exports'))
  expect(read.get('zhunxin_figures_read{family="exports"}')).toBe(0)
  expect([...read.keys()].filter((key) => /^zhunxin_exports/.test(key))).toEqual([])
})

test('a locked table costs a second or two, and the rest is answered', async () => {
  await asOwner(async (owner) => {
    await owner.query('BEGIN; LOCK TABLE worker_heartbeats IN ACCESS EXCLUSIVE MODE')
    const from = performance.now()
    const read = await figuresOf('jobs', 'audit')
    expect(performance.now() - from).toBeLessThan(PATIENCE / 2)
    await owner.query('ROLLBACK')
    expect(read.get('zhunxin_figures_read{family="workers"}')).toBe(0)
    expect(read.get('process_resident_memory_bytes')).toBeGreaterThan(0)
  })
})

test('unusual request methods are counted as one', async () => {
  countRequest({ method: 'GET', route: '/people/[userId]', status: 200, ms: 30 })
  for (const method of ['PROPFIND', 'TRACE', null]) countRequest({ method, route: null, status: 400, ms: 0 })
  const read = await figures()
  expect(read.get('zhunxin_http_requests_total{method="GET",route="/people/[userId]",status="200"}')).toBe(1)
  expect(read.get('zhunxin_http_requests_total{method="other",route="none",status="400"}')).toBe(3)
  expect(
    read.get('zhunxin_http_request_duration_seconds_bucket{le="0.025",method="GET",route="/people/[userId]"}'),
  ).toBe(0)
  expect(
    read.get('zhunxin_http_request_duration_seconds_bucket{le="0.05",method="GET",route="/people/[userId]"}'),
  ).toBe(1)
})
