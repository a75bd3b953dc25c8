import { beforeEach, expect, test } from 'vitest'
import { APPLICANT_CAPABILITIES } from '@/lib/auth/capabilities'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import {
  aClaimedQualification,
  anApplicant,
  aSubmittedQualification,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { claimNext } from './claim-next'

beforeEach(async () => {
  await database().qualification.updateMany({
    where: { status: { in: ['SUBMITTED', 'IN_REVIEW'] } },
    data: { status: 'WITHDRAWN', ...unclaimed },
  })
})

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })

test('takes the oldest, for the minutes of its rulebook, and says so', async () => {
  const reviewer = await someStaff()
  await aSubmittedQualification({ queuedMinutesAgo: 5 })
  const { qualification: oldest } = await aSubmittedQualification({ queuedMinutesAgo: 50 })
  await aSubmittedQualification({ queuedMinutesAgo: 20 })

  const claim = await claimNext(reviewer)

  expect(claim).toMatchObject({ qualificationId: oldest.id, secondsLeft: 900 })
  const state = await stateOf(oldest.id)
  expect(state).toMatchObject({ status: 'IN_REVIEW', reviewerId: reviewer.id, queuedAt: oldest.queuedAt })
  expect(Number(state.leaseEndsAt) - Number(state.claimedAt)).toBe(15 * 60_000)
  expect(await eventsAbout(oldest.id)).toMatchObject([
    {
      action: 'review.claimed',
      actorId: reviewer.id,
      capabilities: ['review.decide'],
      data: { revision: 1, leaseEndsAt: claim.leaseEndsAt.toISOString() },
    },
  ])
})

test('takes what a lapsed claim left behind at its old place, and says that it lapsed', async () => {
  const { qualification, reviewer: gone } = await aClaimedQualification({ leaseMinutes: -1, queuedMinutesAgo: 60 })
  await aSubmittedQualification({ queuedMinutesAgo: 30 })
  const reviewer = await someStaff()

  expect((await claimNext(reviewer)).qualificationId).toBe(qualification.id)

  expect(await eventsAbout(qualification.id)).toMatchObject([
    { action: 'review.claim_lapsed', actorKind: 'SYSTEM', data: { reviewerId: gone.id, because: 'LEASE_ENDED' } },
    { action: 'review.claimed', actorId: reviewer.id },
  ])
})

test('takes what waits before a younger one whose claim lapsed', async () => {
  await aClaimedQualification({ leaseMinutes: -1, queuedMinutesAgo: 10 })
  const { qualification } = await aSubmittedQualification({ queuedMinutesAgo: 30 })
  expect((await claimNext(await someStaff())).qualificationId).toBe(qualification.id)
})

test('takes the urgent before what waits longer, a lapsed one among them at its place', async () => {
  await aSubmittedQualification({ queuedMinutesAgo: 90 })
  await aClaimedQualification({ leaseMinutes: -1, queuedMinutesAgo: 80 })
  const { qualification: second } = await aSubmittedQualification({ queuedMinutesAgo: 5, row: { isUrgent: true } })
  const { qualification: first } = await aClaimedQualification({
    leaseMinutes: -1,
    queuedMinutesAgo: 10,
    row: { isUrgent: true },
  })
  expect((await claimNext(await someStaff())).qualificationId).toBe(first.id)
  expect((await claimNext(await someStaff())).qualificationId).toBe(second.id)
})

test('takes by place in the queue: what was handed in again may stand before what waits longer', async () => {
  await aSubmittedQualification({ queuedMinutesAgo: 60 })
  const { qualification } = await aSubmittedQualification({ queuedMinutesAgo: 5 })
  const queuePlace = new Date(Number(qualification.queuePlace) - 86_400_000)
  await database().qualification.update({ where: { id: qualification.id }, data: { queuePlace } })
  expect((await claimNext(await someStaff())).qualificationId).toBe(qualification.id)
})

test('leaves what another holds', async () => {
  await aClaimedQualification()
  await expect(claimNext(await someStaff())).rejects.toMatchObject({ code: 'QUEUE_EMPTY' })
})

test('gives a reviewer the one that they hold, not another', async () => {
  const { reviewer, qualification } = await aClaimedQualification()
  await aSubmittedQualification({ queuedMinutesAgo: 90 })
  expect((await claimNext(reviewer)).qualificationId).toBe(qualification.id)
  expect(await eventsAbout(qualification.id)).toEqual([])
})

test('a double click takes one', async () => {
  const reviewer = await someStaff()
  for (let i = 0; i < 6; i++) await aSubmittedQualification()

  const claims = await Promise.all(Array.from({ length: 6 }, () => claimNext(reviewer)))

  expect(new Set(claims.map(({ qualificationId }) => qualificationId)).size).toBe(1)
  expect(await database().qualification.count({ where: { reviewerId: reviewer.id } })).toBe(1)
})

test('never takes one of an account of their own', async () => {
  const applicant = await anApplicant()
  await aSubmittedQualification({ applicant, queuedMinutesAgo: 90 })
  const insider = await someStaff({ accountIds: [applicant.accountId] })
  await expect(claimNext(insider)).rejects.toMatchObject({ code: 'QUEUE_EMPTY' })
  const { qualification } = await aSubmittedQualification()
  expect((await claimNext(insider)).qualificationId).toBe(qualification.id)
})

test('asks the database, not the session, whose account it is', async () => {
  const { applicant } = await aSubmittedQualification()
  const reviewer = await someStaff()
  await database().membership.create({ data: { accountId: applicant.accountId, userId: reviewer.id } })
  await expect(claimNext(reviewer)).rejects.toMatchObject({ code: 'QUEUE_EMPTY' })
})

test('refuses who does not review, or is not signed in as who does', async () => {
  await aSubmittedQualification()
  for (const actor of [
    await someStaff({ roles: ['AUDITOR', 'ADMIN'] }),
    await anApplicant(),
    await someStaff({ roles: [] }),
    { ...(await someStaff()), audience: 'APPLICANT' as const, capabilities: APPLICANT_CAPABILITIES },
  ]) {
    await expect(claimNext(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  const waiting = await database().qualification.count({ where: { status: 'SUBMITTED' } })
  expect(waiting).toBe(1)
})

test('whoever is disabled just then claims nothing', async () => {
  const { qualification } = await aSubmittedQualification()
  const reviewer = await someStaff()
  const disable = { status: 'DISABLED', disabledAt: new Date() } as const

  const attempt = interleaveWith(
    (tx) => tx.user.update({ where: { id: reviewer.id }, data: disable }),
    () => claimNext(reviewer),
  )

  await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await stateOf(qualification.id)).toMatchObject({ status: 'SUBMITTED', reviewerId: null })
})

test('fifty at once take fifty, each another', async () => {
  const reviewers = await Promise.all(Array.from({ length: 50 }, () => someStaff()))
  for (let i = 0; i < 50; i++) await aSubmittedQualification({ queuedMinutesAgo: i })

  const claims = await Promise.all(reviewers.map((reviewer) => claimNext(reviewer)))

  expect(new Set(claims.map(({ qualificationId }) => qualificationId)).size).toBe(50)
  await expect(claimNext(await someStaff())).rejects.toMatchObject({ code: 'QUEUE_EMPTY' })
}, 60_000)
