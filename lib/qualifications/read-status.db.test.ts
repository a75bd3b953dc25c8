import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY, dateIn, HOUR } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import type { QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { decide, submit } from '@/tests/factories/journey'
import { aDraft, aReadyDraft, aRegisteredApplicant } from '@/tests/factories/qualifications'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { createQualification } from './draft/create-qualification'
import { renewQualification } from './draft/renew-qualification'
import { listQualifications, listUnfinished } from './queries'
import { readStatus } from './read-status'
import { suspendQualification } from './standing/suspend-qualification'
import { withdrawQualification } from './standing/withdraw-qualification'

let now: Date
beforeEach(async () => {
  now = await databaseTime()
})
const daysFromNow = (days: number) => new Date(now.getTime() + days * DAY)
const set = (id: string, data: Parameters<ReturnType<typeof database>['qualification']['update']>[0]['data']) =>
  database().qualification.update({ where: { id }, data })
const eventsOf = async (actor: PersonActor, id: string) =>
  (await readStatus(actor, id))?.timeline.map(({ event, revision }) => [event, revision])

async function decided(refused: Parameters<typeof decide>[2] = {}) {
  const { applicant, id } = await aReadyDraft()
  await submit(applicant, id)
  await decide(await someStaff(), id, refused)
  return { applicant, id }
}

test('all status changes are in one timeline, with the notes of staff', async () => {
  const { applicant, id } = await decided()
  const administrator = await someStaff({ roles: ['ADMIN'] })
  await suspendQualification(administrator, { qualificationId: id, reason: 'COMPLAINTS', note: '请联系客服' })
  expect(await readStatus(applicant, id)).toMatchObject({
    status: 'SUSPENDED',
    standing: { reason: 'COMPLAINTS', note: '请联系客服' },
    may: { withdraw: false, renew: false, startAgain: false },
  })
  expect(await eventsOf(applicant, id)).toEqual([
    ['STARTED', 1],
    ['SUBMITTED', 1],
    ['APPROVED', 1],
    ['SUSPENDED', 1],
  ])
  await set(id, { status: 'APPROVED' })
  expect((await readStatus(applicant, id))?.standing).toBeNull()
})

test('the state decides which actions are offered', async () => {
  const { applicant, id } = await decided({ ID_PORTRAIT: 'BLURRED' })
  const may = async () => (await readStatus(applicant, id))?.may
  expect(await may()).toEqual({ withdraw: true, renew: false, startAgain: false })
  await withdrawQualification(applicant, { qualificationId: id })
  expect(await may()).toEqual({ withdraw: false, renew: false, startAgain: true })
  expect((await eventsOf(applicant, id))?.slice(-2)).toEqual([
    ['CHANGES_REQUESTED', 1],
    ['WITHDRAWN', 2],
  ])
  for (const [validUntil, renew] of [
    [daysFromNow(61), false],
    [daysFromNow(59), true],
  ] as const) {
    await set(id, { status: 'APPROVED', validUntil })
    expect(await may()).toEqual({ withdraw: false, renew, startAgain: false })
  }
})

test('a rejected applicant sees the day from which they can apply again', async () => {
  const { applicant, id } = await decided({ ID_PORTRAIT: 'SUSPECTED_FORGERY' })
  const { decidedAt } = await database().qualification.findUniqueOrThrow({ where: { id } })
  const on = dateIn(new Date((decidedAt?.getTime() ?? 0) + 7 * DAY))
  expect(await readStatus(applicant, id)).toMatchObject({
    status: 'REJECTED',
    mayTryAgainOn: on,
    may: { startAgain: false },
    round: {
      outcome: 'REJECTED',
      refusals: [{ documentKind: 'ID_PORTRAIT', reasons: [{ code: 'SUSPECTED_FORGERY' }] }],
    },
  })
  expect(await listQualifications(applicant)).toMatchObject([{ id, mayTryAgainOn: on, name: '王小明' }])
  await set(id, { decidedAt: daysFromNow(-7) })
  expect((await readStatus(applicant, id))?.may.startAgain).toBe(true)
})

test('it is expired past its end, whether or not the job has run', async () => {
  const { applicant, id } = await decided()
  for (const status of ['APPROVED', 'SUSPENDED'] satisfies QualificationStatus[]) {
    await set(id, { status, validUntil: daysFromNow(-0.01) })
    expect(await readStatus(applicant, id)).toMatchObject({ status: 'EXPIRED', may: { renew: true } })
    expect(await listQualifications(applicant)).toMatchObject([{ status: 'EXPIRED', mayRenew: true }])
  }
})

test('a renewal and the qualification that it renews name each other', async () => {
  const { applicant, id } = await decided()
  await set(id, { validUntil: daysFromNow(10) })
  const renewal = await renewQualification(applicant, { qualificationId: id })
  expect(await readStatus(applicant, id)).toMatchObject({ renewal: { id: renewal.id }, may: { renew: false } })
  const cards = await listQualifications(applicant)
  expect(cards.find((card) => card.id === renewal.id)).toMatchObject({
    renews: { id },
    status: 'DRAFT',
    name: '王小明',
  })
  expect(cards.find((card) => card.id === id)).toMatchObject({ renewal: { id: renewal.id }, mayRenew: false })
  await withdrawQualification(applicant, { qualificationId: renewal.id })
  expect(await readStatus(applicant, id)).toMatchObject({ renewal: null, may: { renew: true } })
})

test('cases ahead are counted in the queue’s order: urgent ones, then by place, then by id; expired claims count as waiting', async () => {
  await database().qualification.updateMany({ where: { status: 'SUBMITTED' }, data: { status: 'WITHDRAWN' } })
  const [one, two, three] = [
    await aSubmittedQualification({ queuedMinutesAgo: 30 }),
    await aSubmittedQualification({ queuedMinutesAgo: 20 }),
    await aSubmittedQualification({ queuedMinutesAgo: 10 }),
  ]
  const ahead = async () =>
    Promise.all([one, two, three].map(async (made) => (await readStatus(made.applicant, made.qualification.id))?.ahead))
  expect(await ahead()).toEqual([0, 1, 2])
  await set(three.qualification.id, { isUrgent: true })
  expect(await ahead()).toEqual([1, 2, 0])
  await set(two.qualification.id, { queuePlace: new Date(now.getTime() - 25 * HOUR) })
  expect(await ahead()).toEqual([2, 1, 0])
  const reviewer = await someStaff()
  const claim = { status: 'IN_REVIEW', reviewerId: reviewer.id, claimedAt: now } as const
  await set(two.qualification.id, { ...claim, leaseEndsAt: daysFromNow(1) })
  expect(await ahead()).toEqual([1, null, 0])
  await set(two.qualification.id, { leaseEndsAt: daysFromNow(-1) })
  expect(await ahead()).toEqual([2, null, 0])
})

test('people see the qualifications of each of their accounts, and no others', async () => {
  const mine = await aDraft()
  const other = await aDraft()
  expect(await readStatus(other.applicant, mine.id)).toBeNull()
  expect(await readStatus(await someStaff(), mine.id)).toBeNull()
  expect(await readStatus(mine.applicant, 'nonsense')).toBeNull()
  await database().membership.create({ data: { accountId: other.applicant.accountId, userId: mine.applicant.id } })
  const both = { ...mine.applicant, accountIds: [mine.applicant.accountId, other.applicant.accountId] }
  expect((await listQualifications(both)).map(({ id }) => id).toSorted()).toEqual([mine.id, other.id].toSorted())
  expect(await listQualifications(await aRegisteredApplicant())).toEqual([])
})

test('unfinished are those that were never submitted, of one’s own accounts, and of one kind', async () => {
  const { applicant, id } = await decided()
  const { id: individual } = await aDraft(applicant)
  const { id: organisation } = await createQualification(applicant, { kind: 'ORGANISATION' })
  await aDraft()
  const idsOf = async (...kind: QualificationKind[]) =>
    (await listUnfinished(applicant, ...kind)).map((card) => card.id)

  expect(await idsOf()).toEqual([organisation, individual])
  expect(await idsOf('INDIVIDUAL')).toEqual([individual])
  expect(await idsOf('ORGANISATION')).toEqual([organisation])
  expect((await listQualifications(applicant)).map((card) => card.id)).toContain(id)
})
