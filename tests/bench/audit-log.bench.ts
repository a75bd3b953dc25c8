import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { latestCheckpoint, proveEvents } from '@/lib/audit-log/read'
import { sequenceEvents } from '@/lib/audit-log/sequence'
import { verifyLog } from '@/lib/audit-log/verifier/verify-log'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { AUDIT_CURSORS, PAGE } from '@/lib/reports/audit-log'
import { readAuditPage } from '@/lib/reports/read-audit-page'
import type { AuditFilters } from '@/lib/reports/schemas'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { startAuditLogLoop } from '@/lib/worker/audit-log-loop'
import { sequenceAll } from '@/tests/factories/audit-log'
import { manyEventsOf } from '@/tests/factories/events'
import { someStaff } from '@/tests/factories/review'
import { type Prepared, preparedClaims } from './decisions'
import { figure, median, print } from './figures'

const SIZES = [10_000, 100_000, 1_000_000]
const PROOFS = 1_000
const AT_ONCE = 8
const DECISIONS = 500 // takes some seconds: the sequencer runs each second
const FAR = 1_000
const READS = 100
const MB = 1024 * 1024

const late = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.95)] ?? Number.NaN

let reviewers: PersonActor[]
beforeAll(async () => {
  reviewers = await Promise.all(Array.from({ length: AT_ONCE }, () => someStaff()))
})
afterAll(print)

test.each(SIZES)('a log of %i', { timeout: 1_800_000 }, async (size) => {
  await sequenceAll()
  const missing = size - (await database().auditEvent.count())
  await manyEventsOf(reviewers[0] as PersonActor, missing)
  await asOwner((client) => client.query('ANALYZE'))
  const { seconds, grown } = await sequenced()
  figure(`log of ${size}: sequenced`, missing / seconds, 'events/s')
  figure(`log of ${size}: memory while ${missing} were sequenced`, grown, 'MB')

  const { milliseconds, hashes, bare } = await proved()
  figure(`log of ${size}: proof of one, p95`, milliseconds, 'ms', { goal: 10, isMost: true, baseline: bare })
  figure(`log of ${size}: hashes in a proof at most`, hashes, '', { goal: 20, isMost: true })

  const pages = await paged()
  figure(`log of ${size}: first page, p95`, pages.first, 'ms', { goal: 20, isMost: true })
  if (pages.far) {
    figure(`log of ${size}: page ${FAR}, p95`, pages.far, 'ms', { goal: 20, isMost: true })
    figure(`log of ${size}: page ${FAR}, of the first`, pages.ratio, '×', { goal: 1.5, isMost: true })
  }

  const verified = await verify()
  figure(`log of ${size}: verified`, verified.seconds, 's', size === 1_000_000 ? { goal: 60, isMost: true } : {})
  figure(`log of ${size}: memory while it was verified`, verified.grown, 'MB')
})

test('approvals while the log grows', { timeout: 1_800_000 }, async () => {
  const { share, beside, without } = await decided()
  figure('approvals with the sequencer, of those without', share, '', { goal: 0.9 })
  figure('approvals with the sequencer, 8 at once', beside, 'decisions/s', { baseline: without })
})

/**
 * Sequences all waiting events, batch by batch, as the worker does. Returns how much more memory this process used at
 * most than at the start.
 */
async function sequenced(): Promise<{ seconds: number; grown: number }> {
  const [started, held] = [performance.now(), process.memoryUsage().rss]
  let most = held
  for (let isMore = true; isMore; ) {
    isMore = (await sequenceEvents())?.isMore ?? false
    most = Math.max(most, process.memoryUsage().rss)
  }
  expect(await database().auditPending.count()).toBe(0)
  return { seconds: (performance.now() - started) / 1000, grown: (most - held) / MB }
}

/** Measures each proof after a read of the bare event, so that other load on the machine affects both. */
async function proved(): Promise<{ milliseconds: number; bare: number; hashes: number }> {
  const { size = 0n } = (await latestCheckpoint()) ?? {}
  const places = Array.from({ length: PROOFS }, (_, n) => (BigInt(n) * 7919n) % size)
  const leaves = await database().auditLeaf.findMany({ where: { index: { in: places } } })
  const times = { ours: [] as number[], bare: [] as number[] }
  let hashes = 0
  for (const { eventId } of leaves) {
    const started = performance.now()
    await database().auditEvent.findUnique({ where: { id: eventId } })
    const between = performance.now()
    const { proof = '' } = (await proveEvents([eventId])).get(eventId) ?? {}
    times.ours.push(performance.now() - between)
    times.bare.push(between - started)
    hashes = Math.max(hashes, (proof.split('\n\n')[0] ?? '').split('\n').length - 2)
  }
  return { milliseconds: late(times.ours), bare: late(times.bare), hashes }
}

/** Pages through the log as an auditor does: its first page and one far behind, alternately. */
async function paged(): Promise<{ first: number; far: number | null; ratio: number }> {
  const auditor = await someStaff({ roles: ['AUDITOR'] })
  const [cursor] = await database().$queryRaw<{ id: string; at: Date }[]>`
    SELECT id, at FROM audit_events ORDER BY at DESC, id DESC OFFSET ${(FAR - 1) * PAGE - 1} LIMIT 1`
  const before = cursor && AUDIT_CURSORS.write(cursor)
  const times = { first: [] as number[], far: [] as number[] }
  const read = async (filters: AuditFilters, list: number[]) => {
    const started = performance.now()
    const { lines } = await readAuditPage(auditor, filters)
    list.push(performance.now() - started)
    expect(lines).toHaveLength(PAGE)
  }
  for (let n = 0; n < READS; n++) {
    await read({}, times.first)
    if (before) await read({ before }, times.far)
  }
  const [first, far] = [late(times.first), before ? late(times.far) : null]
  return { first, far, ratio: median(times.far) / median(times.first) }
}

async function verify(): Promise<{ seconds: number; grown: number }> {
  const [started, held] = [performance.now(), process.memoryUsage().rss]
  let most = held
  const report = await verifyLog({
    onProgress: () => {
      most = Math.max(most, process.memoryUsage().rss)
    },
  })
  expect(report).toMatchObject({ isWell: true, size: await database().auditLeaf.count() })
  return { seconds: (performance.now() - started) / 1000, grown: (most - held) / MB }
}

/** Times approvals next to a sequencer that works in the same process, as in a portal, and without one, alternately. */
async function decided(): Promise<{ share: number; beside: number; without: number }> {
  const rates = { beside: [] as number[], without: [] as number[] }
  await rateOf(await preparedClaims(AT_ONCE * 4, reviewers)) // warm
  for (let run = 0; run < 5; run++) {
    for (const kind of run % 2 === 0 ? (['without', 'beside'] as const) : (['beside', 'without'] as const)) {
      const claims = await preparedClaims(DECISIONS, reviewers)
      await sequenceAll()
      const loop = kind === 'beside' ? startAuditLogLoop() : null
      rates[kind].push(await rateOf(claims))
      await loop?.stop()
    }
  }
  const [beside, without] = [median(rates.beside), median(rates.without)]
  return { share: beside / without, beside, without }
}

async function rateOf(claims: readonly Prepared[]): Promise<number> {
  const rest = [...claims]
  const started = performance.now()
  const lane = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) await decideQualification(next.reviewer, next.input)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return claims.length / ((performance.now() - started) / 1000)
}
