import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, test } from 'vitest'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { aColleague } from '@/tests/factories/people'
import { aSubmittedQualification } from '@/tests/factories/review'
import { actionBody } from '@/tests/setup/http'
import { figure, median, ROUNDS, times } from '../figures'
import { inTurn } from '../turns'
import { timed } from './applications'
import { type BareNext, startBareNext } from './bare-next'
import { benchedPortal, visitorOf } from './portal'
import { less, ProcessorWatch } from './processes'
import { Reviewer } from './reviewer'
import { atOnce, send } from './visitor'

const AT_ONCE = 8
const DECISIONS = times(160)
/** Some wait at the end of each round, so that the last decision leads to a next case too. */
const SPARE = 2 * AT_ONCE

/** A decision takes effect after these seconds, as operators have it: the worker does that while others are sent. */
const portal = benchedPortal('decisions', { UNDO_SECONDS: '10' })
let bare: BareNext
let processors: ProcessorWatch
let reviewers: Reviewer[]
let reviewerIds: string[]

beforeAll(async () => {
  bare = await startBareNext(await aTableOfCases())
  const actors = await Promise.all(Array.from({ length: AT_ONCE }, async () => (await aColleague()).actor))
  reviewerIds = actors.map(({ id }) => id)
  reviewers = await Promise.all(actors.map(async (actor) => new Reviewer(await visitorOf(portal(), actor))))
  processors = new ProcessorWatch(portal())
})
afterAll(async () => {
  processors?.stop()
  await bare?.stop()
})

/** Makes a database with a plain table of cases, in the same server. */
async function aTableOfCases(): Promise<string> {
  await asOwner((client) => client.query('CREATE DATABASE bare'))
  const address = new URL(process.env.DATABASE_OWNER_URL ?? '')
  address.pathname = '/bare'
  await inBare(address.href, [
    `CREATE TABLE cases (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), status text NOT NULL, reviewer text,
       queue_place timestamptz NOT NULL, lease_ends_at timestamptz, decided_at timestamptz)`,
    "CREATE INDEX ON cases (queue_place, id) WHERE status = 'SUBMITTED'",
    `INSERT INTO cases (status, queue_place) SELECT 'SUBMITTED', now() + make_interval(secs => n)
       FROM generate_series(1, 100000) n`,
    'VACUUM ANALYZE cases',
  ])
  return address.href
}

async function inBare(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** Lets each reviewer have seen each page that waits: who claims which case is seen only when they do. */
async function seenByAll(): Promise<void> {
  await database().$executeRaw`
    INSERT INTO seen_pages (submission_id, reviewer_id, file_id, page)
    SELECT d.submission_id, reviewer.id, g.file_id, 0
    FROM documents d
    JOIN document_pages g ON g.document_id = d.id
    JOIN submissions s ON s.id = d.submission_id
    JOIN qualifications q ON q.id = s.qualification_id
    CROSS JOIN unnest(${reviewerIds}::uuid[]) AS reviewer (id)
    WHERE q.status IN ('SUBMITTED', 'IN_REVIEW')
    ON CONFLICT DO NOTHING`
}

type Round = { milliseconds: number; cycles: number[]; requests: number; portal: number; database: number }

/**
 * Lets eight reviewers work through as many cases; each decides and continues with the next.
 *
 * @returns the milliseconds until the last answer, those of each cycle from sending a decision to the next case, and
 *   what all of it
 * used of the processors until the last decision was in effect
 */
async function decided(count: number): Promise<Round> {
  while ((await waiting()) < count + SPARE) {
    await Promise.all([aSubmittedQualification(), aSubmittedQualification()])
  }
  await seenByAll()
  await asOwner((client) => client.query('ANALYZE'))
  for (const reviewer of reviewers) await reviewer.open()
  const sent = () => reviewers.reduce((all, { requests }) => all + requests, 0)
  const [before, used] = [sent(), processors.used()]
  const cycles: number[] = []
  let left = count
  const started = performance.now()
  await atOnce(AT_ONCE, reviewers, async (reviewer) => {
    while (left-- > 0) cycles.push(await timed(() => reviewer.decideAndContinue()))
  })
  const milliseconds = performance.now() - started
  while ((await database().pendingDecision.count()) > 0) await pause(100)
  const { portal: ofPortal, PostgreSQL } = less(processors.used(), used)
  const requests = (sent() - before) / count
  return { milliseconds, cycles, requests, portal: ofPortal / count, database: PostgreSQL / count }
}

const waiting = () =>
  asOwner(async (client) => {
    const { rows } = await client.query("SELECT count(*)::int AS count FROM qualifications WHERE status = 'SUBMITTED'")
    return rows[0].count as number
  })

async function bareDecided(count: number): Promise<number> {
  const form = new Response(actionBody([['reviewer', '1']]))
  const body = Buffer.from(await form.arrayBuffer())
  const headers = {
    'Next-Action': bare.actionId,
    Accept: 'text/x-component',
    Origin: new URL(bare.url).origin,
    'Content-Type': form.headers.get('Content-Type') ?? '',
  }
  const started = performance.now()
  await atOnce(
    AT_ONCE,
    Array.from({ length: count }, (_, number) => number),
    async () => {
      const { text } = await send(`${bare.url}decide`, { method: 'POST', headers, body })
      if (!text.includes('"ok":true')) throw new Error(`The bare action answered: ${text.slice(0, 300)}`)
    },
  )
  return performance.now() - started
}

test('eight reviewers claim and decide', async () => {
  await decided(Math.max(AT_ONCE, times(4 * AT_ONCE))) // warm
  await bareDecided(DECISIONS)
  const rounds: { bare: number; ours: Round }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(await inTurn(async () => ({ bare: await bareDecided(DECISIONS), ours: await decided(DECISIONS) })))
  }
  const of = (name: 'milliseconds' | 'requests' | 'portal' | 'database') => median(rounds.map(({ ours }) => ours[name]))
  const bareTook = median(rounds.map((one) => one.bare))
  const rate = (milliseconds: number) => DECISIONS / (milliseconds / 1_000)
  figure('claim and decide: share of a bare action', bareTook / of('milliseconds'), '', { goal: 0.5 })
  figure('claim and decide, 8 at once', rate(of('milliseconds')), 'decisions/s', { baseline: rate(bareTook) })
  const cycle = median(rounds.map(({ ours }) => median(ours.cycles)))
  figure('from sending a decision to the next case, 8 at once, median', cycle, 'ms')
  figure("processor of a decision until it is in effect: the portal's process", of('portal'), 'ms')
  figure('– PostgreSQL', of('database'), 'ms')
  figure('requests of a decision', of('requests'), '')
})
