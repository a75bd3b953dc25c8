import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database, databaseTime } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { auditList } from '@/lib/reports/exports/audit-list'
import type { ExportFormat } from '@/lib/reports/exports/formats'
import { exportWords } from '@/lib/reports/exports/words'
import { manyEventsOf } from '@/tests/factories/events'
import { someStaff } from '@/tests/factories/review'
import { figure, inTurn, print } from './figures'

const SIZES = [10_000, 100_000, 1_000_000]
const MB = 1024 * 1024
const NOWHERE = '/dev/null'

let copying: pg.Client

beforeAll(async () => {
  copying = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await copying.connect()
})
afterAll(async () => {
  await copying.end()
  print()
})

async function list(format: ExportFormat): Promise<Readable> {
  const [until, say] = [await databaseTime(), await exportWords('zh-CN')]
  return await auditList.write({ format, filters: {}, until, isMasked: true, say })
}

/** How much more this process held at most than when it began. */
async function growthOf(work: () => Promise<unknown>): Promise<number> {
  const begun = process.memoryUsage().rss
  let most = begun
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  await work()
  clearInterval(looking)
  return (most - begun) / MB
}

const write = async (format: ExportFormat) => pipeline(await list(format), createWriteStream(NOWHERE))

/** The same columns and order, by the server alone, into a file. */
const copy = async () => {
  await copying.query(`
    COPY (
      SELECT to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.MS'), e.action, e.action, e.actor_kind, '', e.actor_id,
        q.reference, e.subject_id, e.data::text, e.id
      FROM audit_events e LEFT JOIN qualifications q ON q.id = e.subject_id ORDER BY e.at, e.id
    ) TO '${NOWHERE}' (FORMAT csv, HEADER)`)
}

async function firstRow(): Promise<number> {
  const begun = performance.now()
  const stream = await list('CSV')
  let rows = 0
  for await (const piece of stream) {
    rows += String(piece).split('\r\n').length - 1
    if (rows > 1) break
  }
  return (performance.now() - begun) / 1000
}

test.each(SIZES)('%i events', async (size) => {
  const clerk = await someStaff({ name: '周审核' })
  const there = await database().auditEvent.count()
  await manyEventsOf(clerk, size - there)
  await asOwner((client) => client.query('ANALYZE audit_events'))
  expect(await auditList.count(database(), {}, await databaseTime())).toBe(size)
  const isAll = size === 1_000_000

  const csv = await inTurn(() => write('CSV'), copy)
  const about = { isMost: true, baseline: csv.limit }
  figure(`CSV of ${size} events`, csv.ours, 's', { ...about, ...(isAll ? { goal: 3 * csv.limit } : {}) })
  figure(`CSV of ${size} events against COPY`, csv.ours / csv.limit, '×', isAll ? { isMost: true, goal: 3 } : {})
  figure(`first row of ${size}`, await firstRow(), 's', { isMost: true, goal: 1 })
  if (!isAll) return
  figure('CSV, memory', await growthOf(() => write('CSV')), 'MB', { isMost: true, goal: 64 })
  const begun = performance.now()
  figure('XLSX, memory', await growthOf(() => write('XLSX')), 'MB', { isMost: true, goal: 150 })
  figure('XLSX', (performance.now() - begun) / 1000, 's')
  figure('JSON Lines, memory', await growthOf(() => write('JSONL')), 'MB', { isMost: true, goal: 64 })
})
