import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY, HOUR, MINUTE } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import { QualificationKind } from '@/lib/db/generated/enums'
import { anEventAt, aPast } from '@/tests/factories/figures'
import { aClaimedQualification, anApplicant, someStaff } from '@/tests/factories/review'
import { ACCESSES } from './access'
import { EXCEPTIONS } from './exceptions'
import { readFigures } from './read-figures'
import { both } from './refusals'
import { arrived, departed } from './volumes'

const at = (text: string) => new Date(`${text}+08:00`)
const after = (instant: Date, hours: number) => new Date(instant.getTime() + hours * HOUR)

let admin: PersonActor
let first: PersonActor
let second: PersonActor

beforeAll(async () => {
  admin = await someStaff({ roles: ['ADMIN'] })
  first = await someStaff({ name: '周审核' })
  second = await someStaff({ name: '吴审核' })
})

test('people without the right are refused; a lead sees no figures from the audit log', async () => {
  for (const actor of [await someStaff(), await anApplicant()]) {
    await expect(readFigures(actor, '7d')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  const lead = await readFigures(await someStaff({ roles: ['LEAD'] }), '7d')
  expect(lead).toMatchObject({ access: null, exceptions: null, erasures: null })
  const auditor = await readFigures(await someStaff({ roles: ['AUDITOR'] }), '7d')
  expect([auditor.access, auditor.exceptions, auditor.erasures]).not.toContain(null)
})

describe('a month with known applications', () => {
  const MONTH = '2025-03'

  beforeAll(async () => {
    // Submitted before the month, decided in its first half hour in Shanghai: in UTC that is still February.
    await aPast({
      rounds: [
        { submitted: at('2025-02-28T22:30'), decided: { at: at('2025-03-01T00:30'), by: first, outcome: 'APPROVED' } },
      ],
    })
    await aPast({
      kind: 'ORGANISATION',
      rounds: [
        {
          submitted: at('2025-03-03T10:00'),
          decided: {
            at: at('2025-03-04T16:00'), // 30 h: late
            claimedAt: at('2025-03-04T15:50'),
            by: first,
            outcome: 'CHANGES_REQUESTED',
            refused: [
              { documentKind: 'LICENCE', reasons: ['BLURRED', 'CROPPED'] },
              { documentKind: 'COMMITMENT_LETTER', reasons: ['SEAL_MISSING'] },
            ],
          },
        },
        {
          submitted: at('2025-03-05T10:00'),
          decided: {
            at: at('2025-03-05T14:00'), // 4 h
            claimedAt: at('2025-03-05T13:30'),
            by: second,
            outcome: 'REJECTED',
            refused: [{ documentKind: 'LICENCE', reasons: ['SUSPECTED_FORGERY'] }],
          },
        },
      ],
    })
    await aPast({
      rounds: [
        {
          submitted: at('2025-03-10T09:00'),
          decided: {
            at: at('2025-03-10T15:00'), // 6 h
            claimedAt: at('2025-03-10T14:30'),
            by: second,
            outcome: 'CHANGES_REQUESTED',
            refused: [{ documentKind: 'COMMITMENT_LETTER', reasons: ['BLURRED'] }],
          },
        },
      ],
      withdrawn: at('2025-03-12T09:00'),
    })
    await aPast({ rounds: [{ submitted: at('2025-03-20T09:00') }], withdrawn: at('2025-03-21T09:00') })
    await aPast({ rounds: [], withdrawn: at('2025-03-22T09:00') }) // a draft: it never waited
    // These still wait at the end of the month; the second is decided in April.
    await aPast({ rounds: [{ submitted: at('2025-03-31T23:00') }] })
    await aPast({
      kind: 'ORGANISATION',
      rounds: [
        { submitted: at('2025-03-29T00:00'), decided: { at: at('2025-04-01T00:00'), by: first, outcome: 'APPROVED' } },
      ],
    })
  })

  test('arrivals and departures, of each day and each kind of applicant', async () => {
    const { volumes } = await readFigures(admin, MONTH)
    // An application with requested changes, which is then withdrawn, was not waiting any more.
    expect(volumes.total).toEqual({ FIRST: 5, AGAIN: 1, APPROVED: 1, CHANGES_REQUESTED: 2, REJECTED: 1, WITHDRAWN: 1 })
    expect(volumes.before).toBe(1)
    expect(volumes.kinds.ORGANISATION).toEqual({
      FIRST: 2,
      AGAIN: 1,
      APPROVED: 0,
      CHANGES_REQUESTED: 1,
      REJECTED: 1,
      WITHDRAWN: 0,
    })
    const on = (day: string) => volumes.days.find((one) => one.day === day)
    expect(on('2025-03-01')).toMatchObject({ APPROVED: 1, FIRST: 0 })
    expect(on('2025-03-21')).toMatchObject({ WITHDRAWN: 1 })
    expect(on('2025-03-31')).toMatchObject({ FIRST: 1 })
    expect(volumes.days).toHaveLength(31)
  })

  test('what waited at its end, by age', async () => {
    const { waiting } = await readFigures(admin, MONTH)
    expect(waiting).toMatchObject({ total: 2, late: 1 })
    expect(waiting.ages[0]).toEqual({ INDIVIDUAL: 1, ORGANISATION: 0 })
    expect(waiting.ages[5]).toEqual({ INDIVIDUAL: 0, ORGANISATION: 1 }) // three days, to the instant
  })

  test('how long decisions took', async () => {
    const { waitingTimes } = await readFigures(admin, MONTH)
    const hours = ({ median, p90 }: { median: number | null; p90: number | null }) =>
      [median, p90].map((s) => Math.round((s ?? 0) / 360) / 10)
    expect(waitingTimes.total).toMatchObject({ decided: 4, inTarget: 3 })
    expect(hours(waitingTimes.total)).toEqual([5, 22.8]) // of 2, 4, 6 and 30 hours
    expect(waitingTimes.kinds.ORGANISATION).toMatchObject({ decided: 2, inTarget: 1, median: 17 * 3_600 })
    expect(waitingTimes.days.find(({ day }) => day === '2025-03-02')).toMatchObject({ decided: 0, median: null })
  })

  test('how often the reader was right, by field and models', async () => {
    const row = (day: string, isRight: boolean, engine = 'PP-OCRv4 r1') =>
      ({ day: new Date(day), documentKind: 'LICENCE', field: 'code', engine, isRight }) as const
    const days = [
      row('2025-03-01', true),
      row('2025-03-31', false),
      row('2025-03-31', true),
      row('2025-03-02', true, 'x'),
    ]
    const outside = [row('2025-02-28', false), row('2025-04-01', false)]
    await database().readingOutcome.createMany({ data: [...days, ...outside] })
    const { readings } = await readFigures(admin, MONTH)
    expect(readings).toEqual([
      { documentKind: 'LICENCE', field: 'code', engine: 'PP-OCRv4 r1', right: 2, wrong: 1 },
      { documentKind: 'LICENCE', field: 'code', engine: 'x', right: 1, wrong: 0 },
    ])
  })

  test('what was refused and why', async () => {
    const { refusals } = await readFigures(admin, MONTH)
    expect(refusals).toMatchObject({ total: 4, applicants: { INDIVIDUAL: 1, ORGANISATION: 3 } })
    expect(refusals.parts).toMatchObject([
      { documentKind: 'COMMITMENT_LETTER', INDIVIDUAL: 1, ORGANISATION: 1 },
      { documentKind: 'LICENCE', INDIVIDUAL: 0, ORGANISATION: 2 },
    ])
    expect(refusals.reasons).toEqual([
      { code: 'BLURRED', INDIVIDUAL: 1, ORGANISATION: 1 },
      { code: 'CROPPED', INDIVIDUAL: 0, ORGANISATION: 1 },
      { code: 'SEAL_MISSING', INDIVIDUAL: 0, ORGANISATION: 1 },
      { code: 'SUSPECTED_FORGERY', INDIVIDUAL: 0, ORGANISATION: 1 },
    ])
  })

  test('how much each reviewer decided, on how many days and how fast', async () => {
    const { reviewers, names } = await readFigures(admin, MONTH)
    const of = ({ id }: PersonActor) => reviewers.find((one) => one.id === id)
    expect(of(first)).toMatchObject({
      decided: 2,
      APPROVED: 1,
      CHANGES_REQUESTED: 1,
      daysActive: 2,
      medianSeconds: 600,
    })
    expect(of(second)).toMatchObject({ decided: 2, REJECTED: 1, daysActive: 2, medianSeconds: 1_800, held: 0 })
    expect(names.get(first.id)).toBe('周审核')
  })

  test('other months contain only what was still waiting', async () => {
    const april = await readFigures(admin, '2025-04')
    expect(april.volumes.before).toBe(2)
    expect(april.volumes.total).toMatchObject({ FIRST: 0, APPROVED: 1 })
    expect(april.waiting.total).toBe(1)
  })
})

test('current claims count, and an expired claim belongs to nobody', async () => {
  const holder = await someStaff()
  await aClaimedQualification({ reviewer: holder })
  await aClaimedQualification({ reviewer: holder, leaseMinutes: -1 })
  const { reviewers } = await readFigures(admin, '7d')
  expect(reviewers.find(({ id }) => id === holder.id)).toMatchObject({ held: 1, decided: 0, medianSeconds: null })
})

test('what expires soon, and whether its renewal was started', async () => {
  const now = (await databaseTime()).getTime()
  const before = (await readFigures(admin, '7d')).expiring
  const decided = { at: new Date(now - 300 * DAY), by: first, outcome: 'APPROVED' } as const
  const rounds = [{ submitted: new Date(now - 301 * DAY), decided }]
  const inDays = (days: number) => ({ rounds, validUntil: new Date(now + days * DAY) })
  const renewed = await aPast(inDays(3))
  await aPast({ rounds: [], renews: renewed })
  const abandoned = await aPast({ ...inDays(45), kind: 'ORGANISATION' })
  await aPast({ rounds: [], renews: abandoned, withdrawn: new Date(now) })
  await aPast(inDays(-1))
  await aPast(inDays(91))
  const { expiring } = await readFigures(admin, '7d')
  const more = expiring.map((ending, index) => [
    ending.INDIVIDUAL - (before[index]?.INDIVIDUAL ?? 0),
    ending.ORGANISATION - (before[index]?.ORGANISATION ?? 0),
    ending.renewing - (before[index]?.renewing ?? 0),
  ])
  expect(more).toEqual([
    [1, 0, 1],
    [0, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ])
})

test('an erasure counts once, by the most that it removed', async () => {
  const { accountId, id } = await anApplicant()
  const record = (files: number) => ({ files: Array.from({ length: files }, () => ({})) })
  const erased = { accountId, at: at('2025-06-10T10:00') }
  const request = { accountId, requestedById: id, state: 'DONE' as const, requestedAt: erased.at }
  const { id: requestId } = await database().erasureRequest.create({ data: request })
  await database().erasure.createMany({
    data: [
      { ...erased, scopes: ['DOCUMENTS'], cause: 'RETENTION', record: record(3) },
      { ...erased, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'REQUEST', requestId, record: record(2) },
      { ...erased, scopes: ['PERSON'], cause: 'REQUEST', requestId, record: record(0) },
      { ...erased, at: at('2025-07-01T00:00'), scopes: ['PERSON'], cause: 'REQUEST', requestId, record: record(0) },
    ],
  })
  const { erasures } = await readFigures(admin, '2025-06')
  expect(erasures).toMatchObject({ total: 3, files: 5 })
  expect(erasures?.taken).toEqual([
    { what: 'DOCUMENTS', files: 3, RETENTION: 1, REQUEST: 0 },
    { what: 'DETAILS', files: 2, RETENTION: 0, REQUEST: 1 },
    { what: 'PERSON', files: 0, RETENTION: 0, REQUEST: 1 },
  ])
  expect(erasures?.requests.find(({ state }) => state === 'DONE')).toEqual({ state: 'DONE', count: 1 })
})

test('access by each person: views, originals, values shown', async () => {
  const [one, other] = [newId(), newId()]
  const when = at('2025-08-05T23:59')
  for (const subjectId of [one, one, other])
    await anEventAt(undefined, when, 'document.viewed', { actor: first, subjectId })
  await anEventAt(undefined, after(when, 1), 'document.exported', { actor: admin, subjectId: one })
  await anEventAt(undefined, when, 'qualification.declared_shown', { actor: first, subjectId: other })
  await anEventAt(undefined, when, 'review.claimed', { actor: first, subjectId: other })
  const { access } = await readFigures(admin, '2025-08')
  expect(access?.total).toEqual({ 'document.viewed': 3, 'document.exported': 1, 'qualification.declared_shown': 1 })
  expect(access?.people).toEqual([
    {
      id: first.id,
      qualifications: 2,
      'document.viewed': 3,
      'document.exported': 0,
      'qualification.declared_shown': 1,
    },
    {
      id: admin.id,
      qualifications: 1,
      'document.viewed': 0,
      'document.exported': 1,
      'qualification.declared_shown': 0,
    },
  ])
  expect(access?.days.find(({ day }) => day === '2025-08-06')).toMatchObject({ 'document.exported': 1 })
})

test('exceptions: overrides, all refused acts of a minute, failed sign-ins', async () => {
  const when = at('2025-09-30T23:59')
  const subjectId = newId()
  await anEventAt(undefined, when, 'review.released', { actor: first, subjectId, data: { reviewerId: first.id } })
  await anEventAt(undefined, when, 'review.released', { actor: admin, subjectId, data: { reviewerId: first.id } })
  await anEventAt(undefined, when, 'qualification.revoked', { actor: admin, subjectId })
  await anEventAt(undefined, when, 'act.refused', { actor: first, data: { act: 'review.claim', code: 'CONFLICT' } })
  const minute = at('2025-09-30T23:59').toISOString()
  const counted = { act: 'review.claim', code: 'CONFLICT', minute, count: 40 }
  await anEventAt(undefined, after(when, 0.1), 'act.refusals_counted', { actor: first, data: counted })
  await anEventAt(undefined, when, 'sign_in.failed', { subjectId, data: { factor: 'PASSWORD', because: 'WRONG' } })
  await anEventAt(undefined, when, 'identity.missed', { subjectId, data: { misses: 1 } })
  const { exceptions } = await readFigures(admin, '2025-09')
  expect(exceptions?.total).toEqual({ overrides: 2, refused: 40, failures: 2 })
  expect(exceptions?.kinds).toEqual([
    { of: 'overrides', what: 'qualification.revoked', why: '', count: 1 },
    { of: 'overrides', what: 'review.released', why: '', count: 1 },
    { of: 'refused', what: 'review.claim', why: 'CONFLICT', count: 40 },
    { of: 'failures', what: 'PASSWORD', why: 'WRONG', count: 1 },
    { of: 'failures', what: 'identity.missed', why: '', count: 1 },
  ])
  expect((await readFigures(admin, '2025-10')).exceptions?.total).toEqual({ overrides: 0, refused: 0, failures: 0 })
})

test('parts add up to their total, for any history', async () => {
  const start = at('2024-05-30T00:00').getTime()
  const minutes = fc.integer({ min: 0, max: 3 * 24 * 60 })
  const round = fc.record({
    wait: minutes,
    outcome: fc.constantFrom('APPROVED', 'REJECTED' as const),
    isDecided: fc.boolean(),
  })
  const past = fc.record({
    kind: fc.constantFrom(...Object.values(QualificationKind)),
    started: minutes,
    rounds: fc.array(round, { minLength: 1, maxLength: 3 }),
    withdrawn: fc.option(minutes),
  })
  for (const { kind, started, rounds, withdrawn } of fc.sample(past, { numRuns: 40, seed: 6 })) {
    let time = start + started * MINUTE
    const shown = rounds.map(({ wait, outcome, isDecided }, index) => {
      const submitted = new Date(time)
      time += wait * MINUTE
      const isLast = index === rounds.length - 1
      const at = new Date(time)
      const refused = [{ documentKind: 'LICENCE' as const, reasons: ['BLURRED', 'OTHER'].slice(index % 2) }]
      if (!isLast) return { submitted, decided: { at, by: first, outcome: 'CHANGES_REQUESTED' as const, refused } }
      return isDecided ? { submitted, decided: { at, by: second, outcome } } : { submitted }
    })
    const isOpen = shown.at(-1)?.decided === undefined
    await aPast({
      kind,
      rounds: shown,
      ...(isOpen && withdrawn !== null ? { withdrawn: new Date(time + withdrawn * MINUTE) } : {}),
    })
  }
  let waited = 0
  for (const month of ['2024-05', '2024-06', '2024-07']) {
    const { volumes, waiting, waitingTimes, refusals, reviewers, access, exceptions } = await readFigures(admin, month)
    const { total, days, kinds, before } = volumes
    const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
    expect(before).toBe(waited)
    waited = waiting.total
    expect(before + arrived(total) - departed(total)).toBe(waiting.total)
    for (const count of [arrived, departed]) {
      expect(sum(days.map(count))).toBe(count(total))
      expect(sum(Object.values(kinds).map(count))).toBe(count(total))
    }
    expect(sum(waiting.ages.map(both))).toBe(waiting.total)
    const decided = total.APPROVED + total.CHANGES_REQUESTED + total.REJECTED
    expect(waitingTimes.total.decided).toBe(decided)
    expect(sum(waitingTimes.days.map((day) => day.decided))).toBe(decided)
    expect(sum(waitingTimes.days.map((day) => day.inTarget))).toBe(waitingTimes.total.inTarget)
    expect(sum(Object.values(waitingTimes.kinds).map((kind) => kind.decided))).toBe(decided)
    expect(sum(reviewers.map((reviewer) => reviewer.decided))).toBe(decided)
    expect(sum(refusals.parts.map(both))).toBe(refusals.total)
    expect(refusals.total).toBe(total.CHANGES_REQUESTED)
    expect(sum(refusals.reasons.map(both))).toBeGreaterThanOrEqual(refusals.total)
    for (const kind of ACCESSES) expect(sum((access?.days ?? []).map((day) => day[kind]))).toBe(access?.total[kind])
    for (const kind of EXCEPTIONS)
      expect(sum((exceptions?.days ?? []).map((day) => day[kind]))).toBe(exceptions?.total[kind])
  }
  expect(waited).toBeGreaterThan(0)
})

test('waiting applications now are those in the queue', async () => {
  const { waiting } = await readFigures(admin, '7d')
  const standing = await database().qualification.count({ where: { status: { in: ['SUBMITTED', 'IN_REVIEW'] } } })
  expect(waiting.total).toBe(standing)
})
