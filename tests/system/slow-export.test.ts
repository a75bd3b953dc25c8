import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { manyEventsOf } from '@/tests/factories/events'
import { aColleague } from '@/tests/factories/people'
import { cookieFor } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { type System, startSystem } from '@/tests/setup/system'

const EVENTS = 100_000
const PACE = 10_000
const SECONDS = 8
const MB = 1024

let system: System
let administrator: Awaited<ReturnType<typeof aColleague>>['actor']
let cookie: string

beforeAll(async () => {
  system = await startSystem()
  administrator = (await aColleague({ roles: ['ADMIN'] })).actor
  const { name, value } = await cookieFor(administrator.sessionId)
  cookie = `${name}=${value}`
  await manyEventsOf(administrator, EVENTS)
})
afterAll(() => system?.stop())

/** Requests the administrator's events as CSV, and reads nothing yet. */
async function requestExport(): Promise<IncomingMessage> {
  const form = { subject: 'AUDIT', format: 'CSV', actor: administrator.id, action: 'review.claimed' }
  const body = new URLSearchParams(form).toString()
  const headers = {
    cookie,
    origin: system.portal.url,
    'accept-encoding': 'gzip',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': body.length,
  }
  const sent = request(`${system.portal.address}/api/exports`, { method: 'POST', headers, agent: false })
  sent.end(body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(200)
  return answer
}

const residentMB = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${system.portal.pid}/status`, 'utf8'))?.[1]) / MB

const exporting = () => database().$queryRaw<unknown[]>`
  SELECT query FROM pg_stat_activity
  WHERE datname = current_database() AND xact_start IS NOT NULL AND query LIKE ANY (ARRAY['%COPY (%', '%audit_events e WHERE%'])
    AND pid <> pg_backend_pid()`

const endsOf = (action: string) => database().auditEvent.findMany({ where: { action, actorId: administrator.id } })

test.skipIf(process.platform !== 'linux')(
  'a client of 10 KB/s holds no transaction and little memory, and gets the whole list as of the request',
  async () => {
    await buffer(await requestExport()) // loads what is loaded once
    // The log's tree grows at the same time, which takes memory of its own.
    const pending = () => database().auditPending.count()
    await vi.waitUntil(async () => (await pending()) === 0, { timeout: PATIENCE, interval: 500 })
    const before = residentMB()
    const answer = await requestExport()
    await pause(50) // the next events are some milliseconds older than their recording
    await manyEventsOf(administrator, 10)
    let most = 0
    const pieces: Buffer[] = []
    for (let second = 0; second < SECONDS; second++) {
      if (answer.readableLength === 0) await once(answer, 'readable')
      pieces.push(answer.read(Math.min(PACE, answer.readableLength)))
      await pause(1_000)
      if (second > 0) expect(await exporting()).toEqual([])
      most = Math.max(most, residentMB())
    }
    expect(most - before).toBeLessThan(20)
    pieces.push(await buffer(answer))
    const lines = Buffer.concat(pieces).toString().split('\r\n').slice(1, -1)
    expect(lines).toHaveLength(EVENTS)
    expect(new Set(lines).size).toBe(EVENTS)
    expect(await endsOf('export.sent')).toHaveLength(2)
  },
)

test('a client that leaves in the middle leaves nothing open, and the log says so', async () => {
  const answer = await requestExport()
  await once(answer, 'readable')
  answer.destroy()
  await expect.poll(() => endsOf('export.broken_off')).toHaveLength(1)
  await expect.poll(exporting).toEqual([])
})
