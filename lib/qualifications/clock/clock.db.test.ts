import { beforeEach, expect, test } from 'vitest'
import { DAY, dateIn } from '@/lib/core/clock'
import { database, databaseTime, transaction } from '@/lib/db/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { DEFAULT_RETENTION } from '@/lib/rulebook/retention'
import { eventsAbout } from '@/tests/factories/audit'
import { aDraft, aReadyDraft, aRegisteredApplicant } from '@/tests/factories/qualifications'
import { aSubmittedQualification } from '@/tests/factories/review'
import { renewQualification } from '../draft/renew-qualification'
import { saveFields } from '../draft/save-fields'
import { lastDay } from '../lifecycle'
import { expireQualifications } from './expire-qualifications'
import { lapseDrafts } from './lapse-drafts'
import { lapseTerms, termsOf } from './lapse-terms'
import { remindOfDrafts } from './remind-of-drafts'
import { remindOfExpiry } from './remind-of-expiry'
import { storeReminders } from './store-reminders'

let now: Date
/** Withdraws what other tests left, since each job reads all rows. */
beforeEach(async () => {
  await database().qualification.updateMany({ data: { status: 'WITHDRAWN' } })
  now = await databaseTime()
})
const daysFromNow = (days: number) => new Date(now.getTime() + days * DAY)
const set = (id: string, data: { status?: QualificationStatus; updatedAt?: Date; validUntil?: Date }) =>
  database().qualification.update({ where: { id }, data })
const statusOf = async (id: string) => (await database().qualification.findUniqueOrThrow({ where: { id } })).status
const statusChangesOf = (qualificationId: string) => database().statusChange.findMany({ where: { qualificationId } })
const notificationsOf = async (qualificationId: string) =>
  (await database().outboxMessage.findMany({ where: { qualificationId }, orderBy: { id: 'asc' } })).map(
    ({ template }) => template,
  )
const actionsOf = async (id: string) => (await eventsAbout(id)).map(({ action }) => action)
/** Dates the reminder back, as if the account had been notified that many days ago. */
const notifiedAgo = (id: string, days: number) =>
  database().reminder.updateMany({ where: { qualificationId: id }, data: { createdAt: daysFromNow(-days) } })

async function aLeftDraft(days: number) {
  const draft = await aDraft()
  await set(draft.id, { updatedAt: daysFromNow(-days) })
  return draft
}

async function approved(days: number, status: QualificationStatus = 'APPROVED') {
  const { applicant, qualification } = await aSubmittedQualification({ applicant: await aRegisteredApplicant() })
  await set(qualification.id, { status, validUntil: daysFromNow(days) })
  return { applicant, id: qualification.id }
}

test('a draft untouched for 23 days is announced to lapse, once and with the day', async () => {
  const { id } = await aLeftDraft(23.1)
  const { id: fresh } = await aLeftDraft(22.9)
  expect(await remindOfDrafts()).toBe(1)
  expect(await remindOfDrafts()).toBe(0)
  expect(await notificationsOf(id)).toEqual(['DRAFT_LAPSES'])
  expect(await notificationsOf(fresh)).toEqual([])
  expect((await eventsAbout(id)).at(-1)).toMatchObject({
    action: 'qualification.reminded',
    actorKind: 'SYSTEM',
    data: { kind: 'DRAFT_LAPSES', endsAt: daysFromNow(6.9).toISOString() },
  })
})

test('a draft that was edited after its reminder gets another one when it is left again', async () => {
  const { applicant, id } = await aLeftDraft(24)
  await remindOfDrafts()
  await saveFields(applicant, { qualificationId: id, task: 'use', seen: '', answers: { 'use.audience': '顾客' } })
  expect(await remindOfDrafts()).toBe(0)
  await set(id, { updatedAt: daysFromNow(-25) })
  expect(await remindOfDrafts()).toBe(1)
})

test('a draft untouched for 30 days lapses if its account was notified a week before', async () => {
  const { id } = await aLeftDraft(30.1)
  expect(await lapseDrafts()).toBe(0)
  await remindOfDrafts()
  await notifiedAgo(id, 6.9)
  expect(await lapseDrafts()).toBe(0)
  await notifiedAgo(id, 7)
  expect(await lapseDrafts()).toBe(1)

  expect(await statusOf(id)).toBe('WITHDRAWN')
  expect(await statusChangesOf(id)).toMatchObject([{ kind: 'LAPSED', byId: null }])
  expect(await notificationsOf(id)).toEqual(['DRAFT_LAPSES', 'DRAFT_LAPSED'])
  expect((await eventsAbout(id)).at(-1)).toMatchObject({
    action: 'qualification.lapsed',
    actorKind: 'SYSTEM',
    data: { revision: 1, untouchedSince: daysFromNow(-30.1).toISOString() },
  })
  expect(await lapseDrafts()).toBe(0)
})

test('neither a draft that was edited after its reminder nor a submitted one lapses', async () => {
  const touched = await aLeftDraft(31)
  await remindOfDrafts()
  await notifiedAgo(touched.id, 8)
  await saveFields(touched.applicant, {
    qualificationId: touched.id,
    task: 'use',
    seen: '',
    answers: { 'use.audience': '客' },
  })
  const { qualification } = await aSubmittedQualification()
  await set(qualification.id, { updatedAt: daysFromNow(-100) })
  expect(await remindOfDrafts()).toBe(0)
  expect(await lapseDrafts()).toBe(0)
})

test('a changes-requested qualification lapses after 90 days untouched, and its account is notified a week ahead', async () => {
  const sentBack = async (days: number) => {
    const draft = await aReadyDraft()
    await set(draft.id, { status: 'CHANGES_REQUESTED', updatedAt: daysFromNow(-days) })
    return draft
  }
  const [early, left] = [await sentBack(82.9), await sentBack(90.1)]
  expect(await lapseDrafts()).toBe(0)
  expect(await remindOfDrafts()).toBe(1)
  await notifiedAgo(left.id, 6.9)
  expect(await lapseDrafts()).toBe(0)
  await notifiedAgo(left.id, 7)
  expect(await lapseDrafts()).toBe(1)

  expect([await statusOf(early.id), await statusOf(left.id)]).toEqual(['CHANGES_REQUESTED', 'WITHDRAWN'])
  expect(await statusChangesOf(left.id)).toMatchObject([{ kind: 'LAPSED', byId: null }])
  expect(await notificationsOf(left.id)).toEqual(['CHANGES_LAPSE', 'CHANGES_LAPSED'])
  expect((await eventsAbout(left.id)).at(-1)).toMatchObject({
    action: 'qualification.lapsed',
    actorKind: 'SYSTEM',
    data: { revision: 1, untouchedSince: daysFromNow(-90.1).toISOString() },
  })
  const [ending] = await database().$queryRaw<{ outcome: string }[]>`
    SELECT outcome FROM qualification_endings WHERE qualification_id = ${left.id}::uuid`
  expect(ending).toEqual({ outcome: 'ABANDONED' })
})

test('a changes-requested qualification lapses no sooner than a draft, however short the retention of abandoned ones is', async () => {
  const { id } = await aReadyDraft()
  await set(id, { status: 'CHANGES_REQUESTED', updatedAt: daysFromNow(-29) })
  const terms = await lapseTerms()
  expect(terms).toMatchObject([{ status: 'CHANGES_REQUESTED', lapseDays: 90, warnDays: 83 }])
  const short = {
    ...BUILT_IN_RULEBOOK,
    retention: { ...DEFAULT_RETENTION, ABANDONED: { documentsDays: 0, detailsDays: 0 } },
  }
  expect(termsOf('CHANGES_REQUESTED', short)).toMatchObject({ lapseDays: 30, warnDays: 23 })
})

test('a draft that someone is writing to right now does not lapse', async () => {
  const { id } = await aLeftDraft(31)
  await remindOfDrafts()
  await notifiedAgo(id, 8)
  await transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM qualifications WHERE id = ${id}::uuid FOR UPDATE`
    expect(await lapseDrafts()).toBe(0)
  })
  expect(await lapseDrafts()).toBe(1)
})

test('approved and suspended qualifications expire at the end of their validity, and no others do', async () => {
  const [over, suspended, valid, revoked] = [
    await approved(-0.01),
    await approved(-5, 'SUSPENDED'),
    await approved(0.01),
    await approved(-5, 'REVOKED'),
  ]
  expect(await expireQualifications()).toBe(2)
  expect(await expireQualifications()).toBe(0)
  expect(await Promise.all([over, suspended, valid, revoked].map(({ id }) => statusOf(id)))).toEqual([
    'EXPIRED',
    'EXPIRED',
    'APPROVED',
    'REVOKED',
  ])
  expect(await statusChangesOf(suspended.id)).toMatchObject([{ kind: 'EXPIRED', byId: null }])
  expect(await notificationsOf(over.id)).toEqual(['EXPIRED'])
  expect((await eventsAbout(suspended.id)).at(-1)).toMatchObject({
    action: 'qualification.expired',
    actorKind: 'SYSTEM',
    data: { from: 'SUSPENDED', to: 'EXPIRED' },
  })
})

test('nobody is notified that a renewed qualification expired, unless its renewal is not in force', async () => {
  const renewed = async (status: QualificationStatus) => {
    const old = await approved(1)
    const next = await renewQualification(old.applicant, { qualificationId: old.id })
    await set(next.id, { status, validUntil: daysFromNow(300) })
    await set(old.id, { validUntil: daysFromNow(-0.01) })
    return old.id
  }
  const [followed, waiting] = [await renewed('APPROVED'), await renewed('SUSPENDED')]
  expect(await expireQualifications()).toBe(2)
  expect([await notificationsOf(followed), await notificationsOf(waiting)]).toEqual([[], ['EXPIRED']])
  expect(await actionsOf(followed)).toContain('qualification.expired')
})

test('the account is notified 30 and 7 days ahead, each once; after the notice of 7 days there is none of 30', async () => {
  const { id } = await approved(29.5)
  const { id: near } = await approved(6.5)
  const { id: far } = await approved(30.5)
  expect(await remindOfExpiry()).toBe(2)
  expect(await remindOfExpiry()).toBe(0)
  const remindersOf = async (qualificationId: string) =>
    (await database().reminder.findMany({ where: { qualificationId }, orderBy: { kind: 'asc' } })).map(
      ({ kind }) => kind,
    )
  expect([await remindersOf(id), await remindersOf(near), await remindersOf(far)]).toEqual([
    ['EXPIRES_IN_30_DAYS'],
    ['EXPIRES_IN_7_DAYS'],
    [],
  ])
  await database().reminder.updateMany({ where: { qualificationId: id }, data: { endsAt: daysFromNow(6) } })
  await set(id, { validUntil: daysFromNow(6) }) // 24 days pass
  expect(await remindOfExpiry()).toBe(1)
  expect(await notificationsOf(id)).toEqual(['EXPIRES_SOON', 'EXPIRES_SOON'])
})

test('nobody is notified while the renewal is submitted; a draft or a withdrawn renewal changes nothing', async () => {
  const { applicant, id } = await approved(20)
  const { id: renewal } = await renewQualification(applicant, { qualificationId: id })
  await database().qualification.update({
    where: { id: renewal },
    data: { firstSubmittedAt: now, status: 'CHANGES_REQUESTED' },
  })
  expect(await remindOfExpiry()).toBe(0)
  await set(renewal, { status: 'WITHDRAWN' })
  expect(await remindOfExpiry()).toBe(1)
  const suspended = await approved(20, 'SUSPENDED')
  expect(await remindOfExpiry()).toBe(0)
  expect(await notificationsOf(suspended.id)).toEqual([])
})

test('concurrent workers share the work: each qualification is handled once', async () => {
  const drafts = await Promise.all(Array.from({ length: 6 }, () => aLeftDraft(31)))
  await remindOfDrafts()
  for (const { id } of drafts) await notifiedAgo(id, 8)
  const expiring = await Promise.all(Array.from({ length: 6 }, () => approved(-1)))
  const soon = await Promise.all(Array.from({ length: 6 }, () => approved(3)))
  const jobs = [lapseDrafts, expireQualifications, remindOfExpiry]
  await Promise.all([...jobs, ...jobs, ...jobs].map((job) => job()))
  await Promise.all(jobs.map((job) => job())) // the rows that one worker skipped because another had locked them
  for (const { id } of drafts)
    expect((await actionsOf(id)).filter((action) => action.endsWith('lapsed'))).toHaveLength(1)
  for (const { id } of expiring) expect(await actionsOf(id)).toEqual(['qualification.expired'])
  for (const { id } of soon) expect(await notificationsOf(id)).toEqual(['EXPIRES_SOON'])
})

test('an account that another worker notified while the rows were read is not notified again', async () => {
  const { id } = await approved(3)
  const { id: left } = await aLeftDraft(24)
  const rows = [
    { qualificationId: id, kind: 'EXPIRES_IN_7_DAYS', endsAt: daysFromNow(3) },
    { qualificationId: left, kind: 'DRAFT_LAPSES', endsAt: daysFromNow(6) },
  ] as const
  await transaction(async (tx) => {
    expect((await storeReminders(tx, [rows[0]]))(id)).toBe(true)
  })
  await transaction(async (tx) => {
    const isNew = await storeReminders(tx, [...rows])
    expect([isNew(id), isNew(left)]).toEqual([false, true])
  })
})

test('the last day is counted in Shanghai: midnight still belongs to the day before', () => {
  expect(lastDay(new Date('2026-12-31T16:00:00.000Z'))).toBe('2026-12-31')
  expect(lastDay(new Date('2026-12-31T16:00:00.001Z'))).toBe('2027-01-01')
  expect(dateIn(new Date('2026-12-31T16:00:00.000Z'))).toBe('2027-01-01')
})
