import { Agent, get, type IncomingMessage, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { afterAll, beforeAll, test } from 'vitest'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { manyEventsOf } from '@/tests/factories/events'
import { aColleague } from '@/tests/factories/people'
import { figure, median, ROUNDS, times } from '../figures'
import { cookieOf } from '../serving'
import { benchedPortal } from './portal'

const SIZES = [times(100_000), times(1_000_000)]
const FORM = new URLSearchParams({ subject: 'AUDIT', format: 'CSV' }).toString()
const LF = 10

const portal = benchedPortal('exports')
const agent = new Agent({ keepAlive: true })
let copying: pg.Client
let headers: Record<string, string>

beforeAll(async () => {
  const { actor } = await aColleague({ roles: ['AUDITOR'] })
  headers = { Cookie: await cookieOf(actor), Origin: portal().url }
  copying = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL })
  await copying.connect()
})
afterAll(() => copying?.end())

type Arrival = { rows: number; firstByte: number; firstRow: number; all: number }

/**
 * Reads a file of lines: when its first byte and its first row after the headings came, and how many rows there are.
 */
async function arrivalOf(started: number, stream: AsyncIterable<Buffer>): Promise<Arrival> {
  let [rows, firstByte, firstRow] = [-1, 0, 0]
  for await (const piece of stream) {
    firstByte ||= performance.now() - started
    for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) rows += 1
    if (rows > 0) firstRow ||= performance.now() - started
  }
  return { rows, firstByte, firstRow, all: performance.now() - started }
}

/** Requests an export as the page does, and reads it: at once, or when the worker has written it. */
async function exported(): Promise<Arrival> {
  const started = performance.now()
  const type = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': `${FORM.length}` }
  const answer = await answerOf(
    request(`${portal().url}/api/exports`, { method: 'POST', agent, headers: { ...headers, ...type } }).end(FORM),
  )
  if (answer.statusCode === 200) return arrivalOf(started, answer)
  answer.resume()
  if (answer.statusCode !== 303) throw new Error(`The export was answered ${answer.statusCode}`)
  const file = await answerOf(get(`${portal().url}/api/exports/${await written()}`, { agent, headers }))
  if (file.statusCode !== 200) throw new Error(`The file was answered ${file.statusCode}`)
  return arrivalOf(started, file)
}

const answerOf = (sent: ReturnType<typeof request>) =>
  new Promise<IncomingMessage>((resolve, reject) => sent.once('response', resolve).once('error', reject))

/** Waits until the worker has written the newest export, and returns its id. */
async function written(): Promise<string> {
  for (;;) {
    const { id, state } = await database().export.findFirstOrThrow({ orderBy: { id: 'desc' } })
    if (state === 'READY') return id
    if (state === 'FAILED') throw new Error('The export failed')
    await pause(50)
  }
}

/** Writes the same columns in the same order, by the database alone. */
async function copied(): Promise<Arrival> {
  const started = performance.now()
  const copy = copyTo(`
    COPY (
      SELECT to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.MS'), e.action, e.action, e.actor_kind, '', e.actor_id,
        q.reference, e.subject_id, e.data::text, e.id
      FROM audit_events e LEFT JOIN qualifications q ON q.id = e.subject_id ORDER BY e.at, e.id
    ) TO STDOUT (FORMAT csv, HEADER)`)
  return arrivalOf(started, copying.query(copy))
}

/** Adds events, and waits until the worker has sequenced them: otherwise that would be measured. */
async function fillTo(size: number): Promise<void> {
  const { actor } = await aColleague({ name: '周审核' })
  await manyEventsOf(actor, size - (await database().auditEvent.count()))
  await asOwner((client) => client.query('VACUUM ANALYZE audit_events'))
  while ((await database().auditPending.count()) > 0) await pause(500)
}

test.each(SIZES)('%i rows of the audit log', async (size) => {
  await fillTo(size)
  await copied() // warm
  await exported()
  const [ours, bare] = [[] as Arrival[], [] as Arrival[]]
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await copied())
    ours.push(await exported())
  }
  const rate = (list: Arrival[]) => median(list.map(({ rows, all }) => rows / (all / 1_000)))
  const of = (list: Arrival[], name: 'firstByte' | 'firstRow') => median(list.map((one) => one[name]))
  figure(`CSV of ${size}: share of COPY`, rate(ours) / rate(bare), '', { goal: 0.3 })
  figure(`CSV of ${size}`, rate(ours), 'rows/s', { baseline: rate(bare) })
  const about = { goal: 50, isMost: true, baseline: of(bare, 'firstByte') }
  figure(`CSV of ${size}: first byte`, of(ours, 'firstByte'), 'ms', about)
  figure(`CSV of ${size}: first row`, of(ours, 'firstRow'), 'ms', { baseline: of(bare, 'firstRow') })
})
