import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { APPLICANT_CAPABILITIES } from '@/lib/actor/capabilities'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import {
  aClaimedQualification,
  anApplicant,
  aSubmittedQualification,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { interleaveWith, WAITS } from '@/tests/setup/interleave'
import { claimNext } from './claim-next'

beforeEach(async () => {
  await database().qualification.updateMany({
    where: { status: { in: ['SUBMITTED', 'IN_REVIEW'] } },
    data: { status: 'WITHDRAWN', ...unclaimed },
  })
})

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })

test('claims the oldest case, for the minutes of its rulebook, and records an event', async () => {
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

test('claims a case whose claim expired at its old place, and records that it lapsed', async () => {
  const { qualification, reviewer: gone } = await aClaimedQualification({ leaseMinutes: -1, queuedMinutesAgo: 60 })
  await aSubmittedQualification({ queuedMinutesAgo: 30 })
  const reviewer = await someStaff()

  expect((await claimNext(reviewer)).qualificationId).toBe(qualification.id)

  expect(await eventsAbout(qualification.id)).toMatchObject([
    { action: 'review.claim_lapsed', actorKind: 'SYSTEM', data: { reviewerId: gone.id, because: 'LEASE_ENDED' } },
    { action: 'review.claimed', actorId: reviewer.id },
  ])
})

test('claims a waiting case before a younger one whose claim expired', async () => {
  await aClaimedQualification({ leaseMinutes: -1, queuedMinutesAgo: 10 })
  const { qualification } = await aSubmittedQualification({ queuedMinutesAgo: 30 })
  expect((await claimNext(await someStaff())).qualificationId).toBe(qualification.id)
})

test('claims urgent cases before longer-waiting ones, also an urgent one whose claim expired, each at its place', async () => {
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

test('claims by place in the queue: a resubmission can come before a longer-waiting case', async () => {
  await aSubmittedQualification({ queuedMinutesAgo: 60 })
  const { qualification } = await aSubmittedQualification({ queuedMinutesAgo: 5 })
  const queuePlace = new Date(Number(qualification.queuePlace) - 86_400_000)
  await database().qualification.update({ where: { id: qualification.id }, data: { queuePlace } })
  expect((await claimNext(await someStaff())).qualificationId).toBe(qualification.id)
})

test('never claims a case that another reviewer holds', async () => {
  await aClaimedQualification()
  await expect(claimNext(await someStaff())).rejects.toMatchObject({ code: 'QUEUE_EMPTY' })
})

test('returns the claim that the reviewer already holds instead of another one', async () => {
  const { reviewer, qualification } = await aClaimedQualification()
  await aSubmittedQualification({ queuedMinutesAgo: 90 })
  expect((await claimNext(reviewer)).qualificationId).toBe(qualification.id)
  expect(await eventsAbout(qualification.id)).toEqual([])
})

test('a double click claims one case', async () => {
  const reviewer = await someStaff()
  for (let i = 0; i < 6; i++) await aSubmittedQualification()

  const claims = await Promise.all(Array.from({ length: 6 }, () => claimNext(reviewer)))

  expect(new Set(claims.map(({ qualificationId }) => qualificationId)).size).toBe(1)
  expect(await database().qualification.count({ where: { reviewerId: reviewer.id } })).toBe(1)
})

test('never claims a case of an account that the reviewer belongs to', async () => {
  const applicant = await anApplicant()
  await aSubmittedQualification({ applicant, queuedMinutesAgo: 90 })
  const insider = await someStaff({ accountIds: [applicant.accountId] })
  await expect(claimNext(insider)).rejects.toMatchObject({ code: 'QUEUE_EMPTY' })
  const { qualification } = await aSubmittedQualification()
  expect((await claimNext(insider)).qualificationId).toBe(qualification.id)
})

test('checks memberships in the database, not in the session', async () => {
  const { applicant } = await aSubmittedQualification()
  const reviewer = await someStaff()
  await database().membership.create({ data: { accountId: applicant.accountId, userId: reviewer.id } })
  await expect(claimNext(reviewer)).rejects.toMatchObject({ code: 'QUEUE_EMPTY' })
})

test('refuses people who do not review, or whose session may not', async () => {
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

test('a reviewer who is disabled meanwhile claims nothing', async () => {
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

test('a reviewer who loses the role meanwhile claims nothing', async () => {
  const { qualification } = await aSubmittedQualification()
  const reviewer = await someStaff()
  const attempt = interleaveWith(
    async (tx) => {
      await tx.$executeRaw`SELECT FROM users WHERE id = ${reviewer.id}::uuid FOR NO KEY UPDATE`
      await tx.roleGrant.deleteMany({ where: { userId: reviewer.id } })
    },
    () => claimNext(reviewer),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await stateOf(qualification.id)).toMatchObject({ status: 'SUBMITTED', reviewerId: null })
  expect(await eventsAbout(qualification.id)).toEqual([])
})

test('a reviewer who claims meanwhile in another tab gets that claim', async () => {
  const { qualification } = await aSubmittedQualification({ queuedMinutesAgo: 10 })
  await aSubmittedQualification({ queuedMinutesAgo: 90 })
  const reviewer = await someStaff()
  const [claimedAt, leaseEndsAt] = [new Date(), new Date(Date.now() + 600_000)]
  const claim = { status: 'IN_REVIEW', reviewerId: reviewer.id, claimedAt, leaseEndsAt } as const
  const attempt = interleaveWith(
    async (tx) => {
      await tx.$executeRaw`SELECT FROM users WHERE id = ${reviewer.id}::uuid FOR NO KEY UPDATE`
      await tx.qualification.update({ where: { id: qualification.id }, data: claim })
    },
    () => claimNext(reviewer),
  )
  expect((await attempt).qualificationId).toBe(qualification.id)
  expect(await database().qualification.count({ where: { reviewerId: reviewer.id } })).toBe(1)
})

/** Lets someone else hold a row while the reviewer claims: it is passed over, not waited for. */
const claimedBeside = (id: string, reviewer: PersonActor) =>
  database().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM qualifications WHERE id = ${id}::uuid FOR UPDATE`
    return (await claimNext(reviewer)).qualificationId
  }, WAITS)

test('what someone else is claiming is passed over, in each lane', async () => {
  const urgent = { isUrgent: true }
  const { qualification: first } = await aSubmittedQualification({ queuedMinutesAgo: 5, row: urgent })
  const { qualification: lapsed } = await aClaimedQualification({ leaseMinutes: -1, queuedMinutesAgo: 50 })
  const { qualification: waiting } = await aSubmittedQualification({ queuedMinutesAgo: 60 })
  expect(await claimedBeside(first.id, await someStaff())).toBe(waiting.id)
  const { qualification: older } = await aSubmittedQualification({ queuedMinutesAgo: 70 })
  await database().qualification.update({ where: { id: first.id }, data: { status: 'WITHDRAWN' } })
  expect(await claimedBeside(older.id, await someStaff())).toBe(lapsed.id)
  expect((await claimNext(await someStaff())).qualificationId).toBe(older.id)
})

test('at the cap of reveals nothing is claimed, and a claim that expired is not recorded as lost', async () => {
  const { qualification, reviewer: gone } = await aClaimedQualification({ leaseMinutes: -1 })
  const reviewer = await someStaff()
  const used = { personId: reviewer.id, kind: 'SEARCH', subjectId: null, at: new Date() } as const
  const { REVEALS_AN_HOUR: limit } = env()
  await database().countedReveal.createMany({ data: Array.from({ length: limit }, () => used) })
  await expect(claimNext(reviewer)).rejects.toMatchObject({ code: 'REVEALS_USED_UP', params: { limit } })
  expect(await stateOf(qualification.id)).toMatchObject({ status: 'IN_REVIEW', reviewerId: gone.id })
  expect(await eventsAbout(qualification.id)).toEqual([])
})

test('fifty concurrent reviewers claim fifty different cases', async () => {
  const reviewers = await Promise.all(Array.from({ length: 50 }, () => someStaff()))
  for (let i = 0; i < 50; i++) await aSubmittedQualification({ queuedMinutesAgo: i })

  const claims = await Promise.all(reviewers.map((reviewer) => claimNext(reviewer)))

  expect(new Set(claims.map(({ qualificationId }) => qualificationId)).size).toBe(50)
  await expect(claimNext(await someStaff())).rejects.toMatchObject({ code: 'QUEUE_EMPTY' })
})
