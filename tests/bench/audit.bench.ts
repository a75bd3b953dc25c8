import { afterAll, beforeAll, expect, test } from 'vitest'
import { latestCheckpoint, proveEvents } from '@/lib/audit/log/read'
import { sequenceEvents } from '@/lib/audit/log/sequence'
import type { PersonActor } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'
import { decideQualification } from '@/lib/review/decide-qualification'
import { startAuditLogLoop } from '@/lib/worker/audit-log-loop'
import { sequenceAll } from '@/tests/factories/audit-log'
import { manyEventsOf } from '@/tests/factories/events'
import { someStaff } from '@/tests/factories/review'
import { type Prepared, preparedClaims } from './decisions'
import { figure, median, print } from './figures'

const SIZES = [10_000, 100_000, 1_000_000]
const PROOFS = 1_000
const AT_ONCE = 8
const DECISIONS = 100
const MB = 1024 * 1024

let reviewers: PersonActor[]
beforeAll(async () => {
  reviewers = await Promise.all(Array.from({ length: AT_ONCE }, () => someStaff()))
})
afterAll(print)

test.each(SIZES)('a log of %i', { timeout: 1_800_000 }, async (size) => {
  await sequenceAll()
  const missing = size - (await database().auditEvent.count())
  await manyEventsOf(reviewers[0] as PersonActor, missing)
  await database().$executeRaw`ANALYZE`
  const { seconds, grown } = await sequenced()
  figure(`log of ${size}: sequenced`, missing / seconds, 'events/s')
  figure(`log of ${size}: memory while ${missing} were sequenced`, grown, 'MB')

  const { milliseconds, hashes, bare } = await proved()
  figure(`log of ${size}: proof of one, p95`, milliseconds, 'ms', { goal: 10, isMost: true, baseline: bare })
  figure(`log of ${size}: hashes in a proof at most`, hashes, '', { goal: 20, isMost: true })
})

test('approvals while the log grows', { timeout: 1_800_000 }, async () => {
  const { share, beside, without } = await decided()
  figure('approvals with the sequencer, of those without', share, '', { goal: 0.9 })
  figure('approvals with the sequencer, 8 at once', beside, 'decisions/s', { baseline: without })
})

/** All that waits, batch by batch, as the worker does it; how much more this process held at most than at first. */
async function sequenced(): Promise<{ seconds: number; grown: number }> {
  const [begun, held] = [performance.now(), process.memoryUsage().rss]
  let most = held
  for (let isMore = true; isMore; ) {
    isMore = (await sequenceEvents())?.isMore ?? false
    most = Math.max(most, process.memoryUsage().rss)
  }
  expect(await database().auditPending.count()).toBe(0)
  return { seconds: (performance.now() - begun) / 1000, grown: (most - held) / MB }
}

/** Each proof after a read of the bare event, so that whatever else the machine does falls on both. */
async function proved(): Promise<{ milliseconds: number; bare: number; hashes: number }> {
  const { size = 0n } = (await latestCheckpoint()) ?? {}
  const places = Array.from({ length: PROOFS }, (_, n) => (BigInt(n) * 7919n) % size)
  const leaves = await database().auditLeaf.findMany({ where: { index: { in: places } } })
  const times = { ours: [] as number[], bare: [] as number[] }
  let hashes = 0
  for (const { eventId } of leaves) {
    const begun = performance.now()
    await database().auditEvent.findUnique({ where: { id: eventId } })
    const between = performance.now()
    const { proof = '' } = (await proveEvents([eventId])).get(eventId) ?? {}
    times.ours.push(performance.now() - between)
    times.bare.push(between - begun)
    hashes = Math.max(hashes, (proof.split('\n\n')[0] ?? '').split('\n').length - 2)
  }
  const late = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.95)] ?? Number.NaN
  return { milliseconds: late(times.ours), bare: late(times.bare), hashes }
}

/** Approvals beside a sequencer that does its work in the same process, as in a portal, and without one; in turn. */
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
  const begun = performance.now()
  const lane = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) await decideQualification(next.reviewer, next.input)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return claims.length / ((performance.now() - begun) / 1000)
}
