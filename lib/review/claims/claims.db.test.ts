import { describe, expect, test } from 'vitest'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import {
  aClaimedQualification,
  anApplicant,
  aSubmittedQualification,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { interleave } from '@/tests/setup/interleave'
import { claimQualification } from './claim-qualification'
import { expireClaims } from './expire-claims'
import { releaseClaimsOf } from './release-claims-of'
import { renewLease } from './renew-lease'

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
const past = () => new Date(Date.now() - 60_000)
const later = () => new Date(Date.now() + 60 * 60_000)

/** Returns the change of a claim by another reviewer, which leaves a legal row. */
const taken = async () => ({
  status: 'IN_REVIEW' as const,
  reviewerId: (await someStaff()).id,
  claimedAt: new Date(),
  leaseEndsAt: later(),
})

describe('claiming a given one', () => {
  const claim = claimQualification

  test('makes the reviewer its holder, and records an event', async () => {
    const reviewer = await someStaff()
    const { qualification } = await aSubmittedQualification()
    const { id: qualificationId } = qualification
    expect(await claim(reviewer, { qualificationId })).toMatchObject({ qualificationId, secondsLeft: 900 })
    expect(await stateOf(qualificationId)).toMatchObject({
      status: 'IN_REVIEW',
      reviewerId: reviewer.id,
      queuedAt: qualification.queuedAt,
    })
    expect(await eventsAbout(qualificationId)).toMatchObject([{ action: 'review.claimed', actorId: reviewer.id }])
  })

  test('returns the holder’s claim unchanged', async () => {
    const { reviewer, qualification } = await aClaimedQualification({ leaseMinutes: 5 })
    const again = await claim(reviewer, { qualificationId: qualification.id })
    expect(again.leaseEndsAt).toEqual(qualification.leaseEndsAt)
    expect(await eventsAbout(qualification.id)).toEqual([])
  })

  test('takes over an expired claim', async () => {
    const { reviewer: gone, qualification } = await aClaimedQualification({ leaseMinutes: -1 })
    const reviewer = await someStaff()
    await claim(reviewer, { qualificationId: qualification.id })
    expect(await eventsAbout(qualification.id)).toMatchObject([
      { action: 'review.claim_lapsed', data: { reviewerId: gone.id } },
      { action: 'review.claimed', actorId: reviewer.id },
    ])
  })

  test('who is too late learns who holds it since when', async () => {
    const reviewer = await someStaff({ name: '审核员乙' })
    const { qualification } = await aClaimedQualification({ reviewer })
    const { id } = qualification
    const claimedAt = new Date('2026-11-28T02:42:00Z')
    await database().qualification.update({ where: { id }, data: { claimedAt } })
    const params = { now: 'HELD', by: 'NAMED', name: '审核员乙', at: claimedAt.getTime() }
    await expect(claim(await someStaff(), { qualificationId: id })).rejects.toMatchObject({ params })
    await expect(renewLease(await someStaff(), { qualificationId: id })).rejects.toMatchObject({ params })
    const { qualification: free } = await aSubmittedQualification()
    const renewed = renewLease(await someStaff(), { qualificationId: free.id })
    await expect(renewed).rejects.toMatchObject({ params: { now: 'FREE' } })
  })

  test('refuses cases that are held or decided, and people who may not review them or not know of them', async () => {
    const { qualification, applicant } = await aSubmittedQualification()
    const { qualification: held } = await aClaimedQualification()
    const insider = await someStaff({ accountIds: [applicant.accountId] })
    const former = await someStaff()
    await database().roleGrant.deleteMany({ where: { userId: former.id } })
    const decided = await aSubmittedQualification()
    await database().qualification.update({ where: { id: decided.qualification.id }, data: { status: 'APPROVED' } })
    const refusals = [
      [await someStaff(), held, 'HELD_BY_OTHER'],
      [await someStaff(), decided.qualification, 'CASE_CHANGED'],
      [insider, qualification, 'FORBIDDEN'],
      [former, qualification, 'FORBIDDEN'],
      [applicant, qualification, 'FORBIDDEN'],
      [await someStaff({ roles: ['AUDITOR'] }), qualification, 'FORBIDDEN'],
      [await someStaff({ roles: ['ADMIN'] }), qualification, 'FORBIDDEN'],
      [await anApplicant(), qualification, 'NOT_FOUND'],
    ] as const
    for (const [actor, { id }, code] of refusals) {
      await expect(claim(actor, { qualificationId: id })).rejects.toMatchObject({ code })
      expect(await eventsAbout(id)).toEqual([])
    }
  })

  test.each([
    ['another claim', taken, 'HELD_BY_OTHER'],
    ['a withdrawal', async () => ({ status: 'WITHDRAWN' as const }), 'CASE_CHANGED'],
    ['a resubmission', async () => ({ revision: 2 }), 'CASE_CHANGED'],
  ])('yields to %s that lands between its read and its write', async (_, change, code) => {
    const reviewer = await someStaff()
    const { qualification } = await aSubmittedQualification()
    const attempt = () => claim(reviewer, { qualificationId: qualification.id })
    await expect(interleave(qualification.id, await change(), attempt)).rejects.toMatchObject({ code })
    expect(await eventsAbout(qualification.id)).toEqual([])
  })

  test.each([
    ['another reviewer who took over the expired claim', taken, 'HELD_BY_OTHER'],
    [
      'another reviewer whose claim has expired too',
      async () => ({ reviewerId: (await someStaff()).id }),
      'CASE_CHANGED',
    ],
    ['a renewal of the claim that looked expired', async () => ({ leaseEndsAt: later() }), 'HELD_BY_OTHER'],
    ['a faster sweep', async () => ({ status: 'SUBMITTED' as const, ...unclaimed }), 'CASE_CHANGED'],
  ])('taking over an expired claim yields to %s', async (_, change, code) => {
    const reviewer = await someStaff()
    const { qualification } = await aClaimedQualification({ leaseMinutes: -1 })
    const attempt = () => claim(reviewer, { qualificationId: qualification.id })
    await expect(interleave(qualification.id, await change(), attempt)).rejects.toMatchObject({ code })
  })
})

describe('renewing', () => {
  test('extends the lease from now, without an event', async () => {
    const { reviewer, qualification } = await aClaimedQualification({ leaseMinutes: 1 })
    expect(await renewLease(reviewer, { qualificationId: qualification.id })).toMatchObject({ secondsLeft: 900 })
    const { leaseEndsAt, claimedAt } = await stateOf(qualification.id)
    expect(Number(leaseEndsAt)).toBeGreaterThan(Number(qualification.leaseEndsAt))
    expect(claimedAt).toEqual(qualification.claimedAt)
    expect(await eventsAbout(qualification.id)).toEqual([])
  })

  test('does not revive an expired claim', async () => {
    const { reviewer, qualification } = await aClaimedQualification({ leaseMinutes: -1 })
    const attempt = renewLease(reviewer, { qualificationId: qualification.id })
    await expect(attempt).rejects.toMatchObject({ code: 'CLAIM_LOST' })
    expect(await stateOf(qualification.id)).toEqual(qualification)
  })

  test('refuses everyone but the holder', async () => {
    const { applicant, qualification } = await aClaimedQualification()
    const own = await someStaff({ accountIds: [applicant.accountId] })
    const { qualification: insider } = await aClaimedQualification({ applicant, reviewer: own })
    const refusals = [
      [await someStaff(), qualification, 'CLAIM_LOST'],
      [await someStaff({ roles: ['LEAD'] }), qualification, 'CLAIM_LOST'],
      [own, insider, 'FORBIDDEN'],
      [applicant, qualification, 'FORBIDDEN'],
      [await anApplicant(), qualification, 'NOT_FOUND'],
      [await someStaff({ roles: [] }), qualification, 'NOT_FOUND'],
    ] as const
    for (const [actor, { id }, code] of refusals) {
      await expect(renewLease(actor, { qualificationId: id })).rejects.toMatchObject({ code })
    }
  })

  test.each([
    ['a lapse', async () => ({ leaseEndsAt: past() })],
    ['a sweep', async () => ({ status: 'SUBMITTED' as const, ...unclaimed })],
    ['a reassignment', taken],
  ])('yields to %s that lands between its read and its write', async (_, change) => {
    const { reviewer, qualification } = await aClaimedQualification()
    const attempt = () => renewLease(reviewer, { qualificationId: qualification.id })
    await expect(interleave(qualification.id, await change(), attempt)).rejects.toMatchObject({ code: 'CLAIM_LOST' })
  })
})

describe('the sweep', () => {
  test('returns cases with expired claims to their old place, once, and leaves live claims', async () => {
    const { qualification: alive } = await aClaimedQualification()
    const { qualification, reviewer } = await aClaimedQualification({ leaseMinutes: -1, queuedMinutesAgo: 77 })

    expect(await expireClaims()).toBeGreaterThanOrEqual(1)
    expect(await expireClaims()).toBe(0)

    expect(await stateOf(alive.id)).toEqual(alive)
    expect(await stateOf(qualification.id)).toMatchObject({
      status: 'SUBMITTED',
      ...unclaimed,
      queuedAt: qualification.queuedAt,
    })
    expect(await eventsAbout(qualification.id)).toMatchObject([
      {
        action: 'review.claim_lapsed',
        actorKind: 'SYSTEM',
        actorId: null,
        data: { revision: 1, reviewerId: reviewer.id, because: 'LEASE_ENDED' },
      },
    ])
  })

  test('concurrent sweeps record each lapse once', async () => {
    const lapsed = []
    for (let i = 0; i < 5; i++) lapsed.push(await aClaimedQualification({ leaseMinutes: -1 }))
    await Promise.all([expireClaims(), expireClaims(), expireClaims()])
    for (const { qualification } of lapsed) expect(await eventsAbout(qualification.id)).toHaveLength(1)
  })

  test('skips a row that someone has locked', async () => {
    const { qualification } = await aClaimedQualification({ leaseMinutes: -1 })
    await transaction(async (tx) => {
      await tx.qualification.update({ where: { id: qualification.id }, data: { leaseEndsAt: await databaseTime(tx) } })
      await expireClaims()
    })
    expect(await stateOf(qualification.id)).toMatchObject({ status: 'IN_REVIEW' })
  })
})

test('disabling a reviewer returns all that they hold in the same transaction', async () => {
  const reviewer = await someStaff()
  const { qualification: first } = await aClaimedQualification({ reviewer })
  const { qualification: second } = await aClaimedQualification({ reviewer, leaseMinutes: -1 })
  const { qualification: other } = await aClaimedQualification()

  await transaction((tx) => releaseClaimsOf(tx, reviewer.id, 'REVIEWER_DISABLED'))

  for (const { id, queuedAt } of [first, second]) {
    expect(await stateOf(id)).toMatchObject({ status: 'SUBMITTED', ...unclaimed, queuedAt })
    expect(await eventsAbout(id)).toMatchObject([
      { action: 'review.claim_lapsed', data: { reviewerId: reviewer.id, because: 'REVIEWER_DISABLED' } },
    ])
  }
  expect(await stateOf(other.id)).toEqual(other)
})
