import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { dateIn, MINUTE, SECOND } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { copyLines } from '@/lib/db/copy-lines'
import { Prisma } from '@/lib/db/generated/client'
import { asOwner } from '@/lib/db/owner'
import { manyEventsOf } from '@/tests/factories/events'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { auditConditions } from '../audit-conditions'
import { auditPages, selectPage } from './audit-pages'

const ID = Prisma.sql`e.id::text`
const START = new Date('2026-06-01T00:00:00Z').getTime()
const at = (n: number) => new Date(START + n)
const by = (actorId: string) => Prisma.sql`e.actor_id = ${actorId}::uuid`

/** Records events of these times, in milliseconds from START, with ids in no order; returns the person and the ids. */
async function eventsAt(times: readonly number[], actorId: string = randomUUID()) {
  const ids = times.map(() => randomUUID())
  await database().auditEvent.createMany({
    data: times.map((time, n) => ({
      id: ids[n] ?? '',
      version: 1,
      at: at(time),
      actorKind: 'PERSON' as const,
      actorId,
      capabilities: [],
      action: 'review.claimed',
      data: {},
    })),
  })
  return { actorId, ids }
}

const linesOf = (text: Buffer) => text.toString('utf8').split('\n').slice(0, -1)
const inPages = async (wanted: Prisma.Sql, size?: number) => linesOf(await buffer(auditPages(wanted, ID, size)))
const inOne = async (wanted: Prisma.Sql) =>
  linesOf(
    Buffer.concat(await copyLines(Prisma.sql`SELECT ${ID} FROM audit_events e WHERE ${wanted} ORDER BY e.at, e.id`)),
  )

describe('pages of the log', () => {
  test('are what one statement reads, also where a page ends between events of one time', async () => {
    const { actorId } = await eventsAt(Array.from({ length: 24 }, (_, n) => Math.floor(n / 8)))
    const whole = await inOne(by(actorId))
    expect(whole).toHaveLength(24)
    for (const size of [1, 3, 8, 23, 24, 25]) expect(await inPages(by(actorId), size)).toEqual(whole)
  })

  test('of no event are empty', async () => {
    expect(await inPages(by(randomUUID()), 3)).toEqual([])
    expect(await inPages(by(randomUUID()))).toEqual([])
  })

  test('have what was recorded before they were read, once, and nothing behind the reader or after the last time', async () => {
    const { actorId, ids } = await eventsAt([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    const pages = auditPages(Prisma.sql`${by(actorId)} AND e.at <= ${at(10)}`, ID, 3)
    const first = await pages.next()
    expect(linesOf(z.instanceof(Buffer).parse(first.value))).toEqual(ids.slice(0, 3)) // the second is being read
    await eventsAt([0, 11], actorId)
    const meanwhile = await eventsAt([7, 10], actorId)
    const rest = linesOf(await buffer(pages))
    expect(new Set(rest)).toEqual(new Set([...ids.slice(3), ...meanwhile.ids]))
    expect(rest).toHaveLength(9)
    expect(rest.at(-1)).toBe(meanwhile.ids[1])
  })

  test('have what is recorded while they are read, after their end was found', async () => {
    const { actorId, ids } = await eventsAt([0, 2, 4])
    const [one, two] = [0, 4].map((time, n) => ({ at: at(time), id: ids[2 * n] ?? '' }))
    const between = await eventsAt([1], actorId)
    const page = await copyLines(selectPage(by(actorId), ID, one ?? null, two ?? null))
    expect(linesOf(Buffer.concat(page))).toEqual([between.ids[0], ids[1], ids[2]])
  })
})

describe('the plan of a page', () => {
  type Plan = { 'Node Type': string; 'Plan Rows': number; 'Index Name'?: string; Plans?: Plan[] }

  /** Returns how the database reads the hundred events in the middle of what is wanted. */
  async function planOf(wanted: Prisma.Sql): Promise<{ rows: number; nodes: string[]; indexes: string[] }> {
    const places = await database().$queryRaw<{ at: Date; id: string }[]>`
      SELECT e.at, e.id FROM audit_events e WHERE ${wanted} ORDER BY e.at, e.id`
    const middle = Math.floor(places.length / 2)
    const [after = null, last = null] = [
      places[Math.max(0, middle - 50)],
      places[Math.min(places.length - 1, middle + 50)],
    ]
    const [, [answer]] = await database().$transaction([
      database().$executeRaw`SET LOCAL enable_seqscan = off`, // as copyLines does
      database().$queryRaw<[{ 'QUERY PLAN': [{ Plan: Plan }] }]>`
        EXPLAIN (FORMAT JSON) ${selectPage(wanted, ID, after, last)}`,
    ])
    const all = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(all)]
    const { Plan: top } = answer['QUERY PLAN'][0]
    return {
      rows: top['Plan Rows'],
      nodes: all(top).map((plan) => plan['Node Type']),
      indexes: all(top).flatMap((plan) => plan['Index Name'] ?? []),
    }
  }

  /** Fills the log with a person's event each millisecond, and another's each second. */
  async function aLog(): Promise<{ rare: string; reference: string }> {
    await manyEventsOf(await someStaff(), 10_000)
    const { actorId: rare } = await eventsAt(Array.from({ length: 20 }, (_, n) => Date.now() - START - n * SECOND))
    const { qualification } = await aSubmittedQualification()
    await asOwner((client) => client.query('ANALYZE audit_events'))
    return { rare, reference: qualification.reference ?? '' }
  }

  test('is of about as many events as it has, however many the log has, and goes along an index for each filter', async () => {
    const { rare, reference } = await aLog()
    const [start, end] = [new Date(Date.now() - 10 * MINUTE), new Date()].map((time) => dateIn(time))
    const plans = {
      none: await planOf(auditConditions({})),
      action: await planOf(auditConditions({ action: 'review.claimed' })),
      period: await planOf(auditConditions({ from: start, until: end })),
      actor: await planOf(auditConditions({ actor: rare })),
      reference: await planOf(auditConditions({ reference })),
    }
    for (const { rows, nodes } of Object.values(plans)) {
      expect(rows).toBeLessThan(1_000)
      expect(nodes).not.toContain('Seq Scan')
      expect(nodes).not.toContain('Gather Merge')
    }
    for (const plan of [plans.none, plans.period]) expect(plan.indexes).toEqual(['audit_events_at_id_idx'])
    expect(plans.actor.indexes).toEqual(['audit_events_actor_id_at_idx'])
    expect(plans.reference.indexes).toContain('audit_events_subject_id_at_idx')
  })
})
