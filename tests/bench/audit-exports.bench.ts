import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database, databaseTime } from '@/lib/db/client'
import type { ExportFormat } from '@/lib/db/generated/enums'
import { asOwner } from '@/lib/db/owner'
import { auditList } from '@/lib/reports/exports/audit-list'
import { exportWords } from '@/lib/reports/exports/words'
import { manyEventsOf } from '@/tests/factories/events'
import { aColleague } from '@/tests/factories/people'
import { someStaff } from '@/tests/factories/review'
import { alternately, figure, median } from './figures'
import { cookieOf, servedPortal } from './serving'
import { residentOf } from './uploads'

const SIZES = [10_000, 100_000, 1_000_000]
const MB = 1024 * 1024
const NOWHERE = '/dev/null'
const SLOW_READS = 20

const portal = servedPortal()
let cookie: string

let copying: pg.Client

beforeAll(async () => {
  copying = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await copying.connect()
})
afterAll(async () => {
  await copying.end()
})

async function list(format: ExportFormat): Promise<Readable> {
  const [until, say] = [await databaseTime(), await exportWords('zh-CN')]
  return await auditList.write({ format, filters: {}, until, isMasked: true, say })
}

/** Returns how much more memory this process used at most than at the start. */
async function growthOf(work: () => Promise<unknown>): Promise<number> {
  const started = process.memoryUsage().rss
  let most = started
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  await work()
  clearInterval(looking)
  return (most - started) / MB
}

const write = async (format: ExportFormat) => pipeline(await list(format), createWriteStream(NOWHERE))

/** Writes the same columns in the same order into a file, by the server alone. */
const copy = async () => {
  await copying.query(`
    COPY (
      SELECT to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.MS'), e.action, e.action, e.actor_kind, '', e.actor_id,
        q.reference, e.subject_id, e.data::text, e.id
      FROM audit_events e LEFT JOIN qualifications q ON q.id = e.subject_id ORDER BY e.at, e.id
    ) TO '${NOWHERE}' (FORMAT csv, HEADER)`)
}

/** Requests the log as CSV of the portal, as the page's form does. */
async function requestCsv(): Promise<IncomingMessage> {
  const form = new URLSearchParams({ subject: 'AUDIT', format: 'CSV' }).toString()
  const headers = {
    cookie,
    origin: portal().url,
    'accept-encoding': 'gzip, deflate, br', // as a browser
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': form.length,
  }
  const sent = request(`${portal().url}/api/exports`, { method: 'POST', headers, agent: false })
  sent.end(form)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(200)
  return answer
}

async function download(): Promise<void> {
  await pipeline(await requestCsv(), createWriteStream(NOWHERE))
}

async function firstByte(): Promise<number> {
  const started = performance.now()
  const answer = await requestCsv()
  await once(answer, 'readable')
  const seconds = (performance.now() - started) / 1000
  answer.destroy()
  return seconds
}

/** Reads 10 KB/s for a while; returns how much memory the portal took for it. */
async function slowly(): Promise<number> {
  const before = residentOf(portal().pid)
  let most = before
  const answer = await requestCsv()
  for (let read = 0; read < SLOW_READS; read++) {
    if (answer.readableLength === 0) await once(answer, 'readable')
    answer.read(Math.min(10_000, answer.readableLength))
    await pause(1_000)
    most = Math.max(most, residentOf(portal().pid))
  }
  answer.destroy()
  return most - before
}

test.each(SIZES)('%i events', async (size) => {
  const clerk = await someStaff({ name: '周审核' })
  cookie ??= await cookieOf((await aColleague({ roles: ['ADMIN'] })).actor)
  const there = await database().auditEvent.count()
  await manyEventsOf(clerk, size - there)
  await asOwner((client) => client.query('ANALYZE audit_events'))
  const isAll = size === 1_000_000
  const goal = size >= 100_000 ? { goal: 0.3 } : {}

  const csv = await alternately(download, copy)
  figure(`CSV of ${size} events, over HTTP`, size / csv.ours, 'rows/s', { baseline: size / csv.limit })
  figure(`CSV of ${size} events, of COPY`, csv.limit / csv.ours, '×', goal)
  const firsts: number[] = []
  for (let run = 0; run < 5; run++) firsts.push(await firstByte())
  figure(`first byte of ${size}`, median(firsts) * 1000, 'ms', { isMost: true, goal: 50 })
  if (!isAll) return
  figure('memory for a client of 10 KB/s', await slowly(), 'MB', { isMost: true, goal: 20 })
  figure('CSV, memory', await growthOf(() => write('CSV')), 'MB', { isMost: true, goal: 64 })
  const started = performance.now()
  figure('XLSX, memory', await growthOf(() => write('XLSX')), 'MB', { isMost: true, goal: 150 })
  figure('XLSX', (performance.now() - started) / 1000, 's')
  figure('JSON Lines, memory', await growthOf(() => write('JSONL')), 'MB', { isMost: true, goal: 64 })
})
