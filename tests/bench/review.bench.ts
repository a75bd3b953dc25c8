import { afterAll, beforeAll, test } from 'vitest'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { claimNext } from '@/lib/review/claims/claim-next'
import { decideAndGoOn } from '@/lib/review/decisions/decide-and-go-on'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { QueueFilters } from '@/lib/review/queue/queue-filters'
import { readQueue } from '@/lib/review/queue/read-queue'
import { emptyQueue } from '@/tests/factories/endings'
import { seeAll } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { aSubmittedQualification, judgementsOf, someStaff } from '@/tests/factories/review'
import { cookieFor } from '@/tests/setup/http'
import { startPortal } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import { startBarePage } from './bare-page'
import { type Prepared, preparedClaims, requestingChanges } from './decisions'
import { alternately, figure, median, print } from './figures'
import { fillQueueTo } from './many-waiting'
import { requestPage } from './requests'

const SIZES = [1_000, 10_000, 100_000]

beforeAll(async () => {
  await aSubmittedQualification()
})
afterAll(print)

/** Reads the keyset page alone, as plain SQL. */
const barePage = () => database().$queryRaw`
  SELECT id, reference, kind, status, revision, queued_at FROM qualifications
  WHERE status = 'SUBMITTED' ORDER BY is_urgent DESC, queue_place, id LIMIT 50`

test.each(SIZES)('queue of %i', async (size) => {
  await fillQueueTo(size)
  const reader = await someStaff({ roles: ['LEAD'] })
  const first = QueueFilters.parse({})
  const { next } = await readQueue(reader, first)
  const further = QueueFilters.parse({ after: next ?? undefined })
  const repeat = (work: () => Promise<unknown>) => async () => {
    for (let i = 0; i < 50; i++) await work()
  }
  const page = await alternately(
    repeat(() => readQueue(reader, first)),
    repeat(barePage),
  )
  const after = await alternately(
    repeat(() => readQueue(reader, further)),
    repeat(barePage),
  )
  figure(`queue of ${size}, first page`, 50 / page.ours, 'pages/s', { baseline: 50 / page.limit })
  figure(`queue of ${size}, next page`, 50 / after.ours, 'pages/s', { baseline: 50 / after.limit })
})

/**
 * Compares the portal as it is built with a bare Next page of the same markup: the difference is the cost of session,
 * rules and database.
 */
test('the queue as a page', async () => {
  const lead = await aColleague({ roles: ['LEAD'] })
  const { name, value } = await cookieFor(lead.actor.sessionId)
  const cookie = `${name}=${value}`
  const port = await freePort()
  const { DATABASE_URL, DATABASE_OWNER_URL, ZHUNXIN_KEYRING, ZHUNXIN_DATA } = process.env
  const dataFolder = ZHUNXIN_DATA ?? ''
  const env = {
    DATABASE_URL: DATABASE_URL ?? '',
    DATABASE_OWNER_URL: DATABASE_OWNER_URL ?? '',
    ZHUNXIN_KEYRING: ZHUNXIN_KEYRING ?? '',
    ZHUNXIN_URL: `http://localhost:${port}`,
    HOST: '127.0.0.1',
  }
  const portal = await startPortal({ dataFolder, port, env })
  const queue = `${portal.url}/queue`
  const html = await (await fetch(queue, { headers: { cookie } })).text()
  const bare = await startBarePage(html)
  const count = 200
  const times = await alternately(
    () => requestPage(queue, count, cookie),
    () => requestPage(bare.url, count),
  )
  const [ours, limit] = [count / times.ours, count / times.limit]
  figure('queue page: share of a bare page', ours / limit, '', { goal: 0.7 })
  figure('queue page', ours, 'requests/s', { baseline: limit })
  figure('queue page: size', html.length / 1024, 'KiB')
  await bare.stop()
  await portal.stop()
})

const AT_ONCE = 8

/** Works through a list, eight at once. Returns seconds. */
async function workOff<T>(list: readonly T[], work: (item: T) => Promise<unknown>): Promise<number> {
  const rest = [...list]
  const started = performance.now()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
    }),
  )
  return (performance.now() - started) / 1000
}

const decide = ({ reviewer, input }: Prepared) => decideQualification(reviewer, input)

test('decisions, eight at once', async () => {
  await database().$executeRaw`DELETE FROM qualifications WHERE reference LIKE 'BENCH-%'`
  const reviewers = await Promise.all(Array.from({ length: AT_ONCE }, () => someStaff()))
  const count = 300
  await workOff(await preparedClaims(60, reviewers), decide) // warm
  const rates = { approved: [] as number[], changes: [] as number[] }
  for (let run = 0; run < 5; run++) {
    const claims = await preparedClaims(count, reviewers)
    await asOwner((client) => client.query('ANALYZE')) // the database would do it automatically, but not within seconds
    rates.approved.push(count / (await workOff(claims, decide)))
    const asking = (await preparedClaims(60, reviewers)).map(requestingChanges)
    rates.changes.push(60 / (await workOff(asking, decide)))
  }
  figure('approvals, 8 at once', median(rates.approved), 'decisions/s', { goal: 300 })
  figure('changes asked for, 8 at once', median(rates.changes), 'decisions/s')
})

/** Measures what a reviewer waits for between two cases, without the request: `served` measures it over HTTP. */
test('from a decision to the next case', async () => {
  await emptyQueue()
  const reviewer = await someStaff()
  const cycles = 120
  for (let n = 0; n <= cycles; n += 1) await aSubmittedQualification()
  await asOwner((client) => client.query('ANALYZE'))
  await claimNext(reviewer)
  const times: number[] = []
  for (let n = 0; n < cycles; n += 1) {
    const { qualificationId, parts } = await heldBy(reviewer)
    await seeAll(reviewer, qualificationId)
    const started = performance.now()
    const { next } = await decideAndGoOn(reviewer, { qualificationId, revision: 1, parts, goOn: 'NEXT' })
    times.push(performance.now() - started)
    if (!next || !('read' in next)) throw new Error('No next case')
  }
  figure('from a decision to the next case', median(times.slice(20)), 'ms')
})

async function heldBy({ id: reviewerId }: Prepared['reviewer']) {
  const held = { reviewerId, status: 'IN_REVIEW' as const, pendingDecision: null }
  const { id: qualificationId } = await database().qualification.findFirstOrThrow({ where: held })
  const parts = await database().part.findMany({ where: { submission: { qualificationId } } })
  return { qualificationId, parts: judgementsOf(parts) }
}

test('several decisions of one qualification at the same instant', async () => {
  const reviewers = [await someStaff()]
  for (const rivals of [2, 3]) {
    const claims = await preparedClaims(50, reviewers)
    let once = 0
    for (const claim of claims) {
      const all = await Promise.allSettled(
        Array.from({ length: rivals }, (_, i) => decide(i === 0 ? claim : requestingChanges(claim))),
      )
      const accepted = all.filter(({ status }) => status === 'fulfilled').length
      const decisions = await database().decision.count({
        where: { submission: { qualificationId: claim.input.qualificationId } },
      })
      if (accepted === 1 && decisions === 1) once += 1
    }
    figure(`${rivals} at the same instant, exactly one accepted`, once, 'of 50 tries', { goal: 50 })
  }
})
