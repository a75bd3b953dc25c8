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
import { lapseClaims } from './lapse-claims'
import { releaseClaim } from './release-claim'
import { releaseClaimsOf } from './release-claims-of'
import { renewLease } from './renew-lease'

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
const past = () => new Date(Date.now() - 60_000)
const later = () => new Date(Date.now() + 60 * 60_000)

/** Changes that can land while someone works; each leaves the row legal. */
const taken = async () => ({
  status: 'IN_REVIEW' as const,
  reviewerId: (await someStaff()).id,
  claimedAt: new Date(),
  leaseEndsAt: later(),
})

describe('claiming a given one', () => {
  const claim = claimQualification

  test('makes it theirs, and says so', async () => {
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

  test('gives the holder their claim again, as it was', async () => {
    const { reviewer, qualification } = await aClaimedQualification({ leaseMinutes: 5 })
    const again = await claim(reviewer, { qualificationId: qualification.id })
    expect(again.leaseEndsAt).toEqual(qualification.leaseEndsAt)
    expect(await eventsAbout(qualification.id)).toEqual([])
  })

  test('takes over a claim that is past', async () => {
    const { reviewer: gone, qualification } = await aClaimedQualification({ leaseMinutes: -1 })
    const reviewer = await someStaff()
    await claim(reviewer, { qualificationId: qualification.id })
    expect(await eventsAbout(qualification.id)).toMatchObject([
      { action: 'review.claim_lapsed', data: { reviewerId: gone.id } },
      { action: 'review.claimed', actorId: reviewer.id },
    ])
  })

  test('refuses what is not free, not theirs, or not to be known of', async () => {
    const { qualification, applicant } = await aSubmittedQualification()
    const { qualification: held } = await aClaimedQualification()
    const insider = await someStaff({ accountIds: [applicant.accountId] })
    const decided = await aSubmittedQualification()
    await database().qualification.update({ where: { id: decided.qualification.id }, data: { status: 'APPROVED' } })
    const refusals = [
      [await someStaff(), held, 'HELD_BY_OTHER'],
      [await someStaff(), decided.qualification, 'INVALID_STATE'],
      [insider, qualification, 'FORBIDDEN'],
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
    ['another claim', taken],
    ['a withdrawal', async () => ({ status: 'WITHDRAWN' as const })],
    ['a resubmission', async () => ({ revision: 2 })],
  ])('yields to %s that lands between its read and its write', async (_, change) => {
    const reviewer = await someStaff()
    const { qualification } = await aSubmittedQualification()
    const attempt = () => claim(reviewer, { qualificationId: qualification.id })
    await expect(interleave(qualification.id, await change(), attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await eventsAbout(qualification.id)).toEqual([])
  })

  test.each([
    ['another that took over the past claim', taken],
    ['another whose claim is past too', async () => ({ reviewerId: (await someStaff()).id })],
    ['a renewal of what looked past', async () => ({ leaseEndsAt: later() })],
    ['a sweep that was faster', async () => ({ status: 'SUBMITTED' as const, ...unclaimed })],
  ])('of a past claim yields to %s', async (_, change) => {
    const reviewer = await someStaff()
    const { qualification } = await aClaimedQualification({ leaseMinutes: -1 })
    const attempt = () => claim(reviewer, { qualificationId: qualification.id })
    await expect(interleave(qualification.id, await change(), attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('renewing', () => {
  test('prolongs it from now, without an event', async () => {
    const { reviewer, qualification } = await aClaimedQualification({ leaseMinutes: 1 })
    expect(await renewLease(reviewer, { qualificationId: qualification.id })).toMatchObject({ secondsLeft: 900 })
    const { leaseEndsAt, claimedAt } = await stateOf(qualification.id)
    expect(Number(leaseEndsAt)).toBeGreaterThan(Number(qualification.leaseEndsAt))
    expect(claimedAt).toEqual(qualification.claimedAt)
    expect(await eventsAbout(qualification.id)).toEqual([])
  })

  test('revives nothing', async () => {
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

describe('releasing', () => {
  test('by its holder returns it to its old place', async () => {
    const { reviewer, qualification } = await aClaimedQualification()
    await releaseClaim(reviewer, { qualificationId: qualification.id })
    expect(await stateOf(qualification.id)).toMatchObject({
      status: 'SUBMITTED',
      ...unclaimed,
      queuedAt: qualification.queuedAt,
    })
    expect(await eventsAbout(qualification.id)).toMatchObject([
      {
        action: 'review.released',
        actorId: reviewer.id,
        capabilities: ['review.decide'],
        data: { reviewerId: reviewer.id },
      },
    ])
  })

  test('by a lead says whose it was', async () => {
    const { reviewer, qualification } = await aClaimedQualification()
    const lead = await someStaff({ roles: ['LEAD'] })
    await releaseClaim(lead, { qualificationId: qualification.id })
    expect(await eventsAbout(qualification.id)).toMatchObject([
      { actorId: lead.id, capabilities: ['review.lead'], data: { reviewerId: reviewer.id } },
    ])
  })

  test('is refused to others, and of what nobody holds', async () => {
    const { reviewer, applicant, qualification } = await aClaimedQualification()
    const insider = await someStaff({ roles: ['LEAD'], accountIds: [applicant.accountId] })
    const lapsed = await aClaimedQualification({ leaseMinutes: -1 })
    const { qualification: free } = await aSubmittedQualification()
    const refusals = [
      [await someStaff(), qualification, 'CLAIM_LOST'],
      [insider, qualification, 'FORBIDDEN'],
      [applicant, qualification, 'FORBIDDEN'],
      [await someStaff({ roles: ['AUDITOR'] }), qualification, 'FORBIDDEN'],
      [await anApplicant(), qualification, 'NOT_FOUND'],
      [lapsed.reviewer, lapsed.qualification, 'CLAIM_LOST'],
      [reviewer, free, 'CLAIM_LOST'],
      [await someStaff({ roles: ['LEAD'] }), free, 'INVALID_STATE'],
    ] as const
    for (const [actor, { id }, code] of refusals) {
      await expect(releaseClaim(actor, { qualificationId: id })).rejects.toMatchObject({ code })
      expect(await eventsAbout(id)).toEqual([])
    }
  })

  test.each([
    ['a decision', async () => ({ status: 'APPROVED' as const, ...unclaimed })],
    ['a reassignment', taken],
    ['another revision', async () => ({ revision: 2 })],
  ])('yields to %s that lands between its read and its write', async (_, change) => {
    const { reviewer, qualification } = await aClaimedQualification()
    const attempt = () => releaseClaim(reviewer, { qualificationId: qualification.id })
    await expect(interleave(qualification.id, await change(), attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await eventsAbout(qualification.id)).toEqual([])
  })
})

describe('the sweep', () => {
  test('returns what is past to its old place, once, and leaves what lives', async () => {
    const { qualification: alive } = await aClaimedQualification()
    const { qualification, reviewer } = await aClaimedQualification({ leaseMinutes: -1, queuedMinutesAgo: 77 })

    expect(await lapseClaims()).toBeGreaterThanOrEqual(1)
    expect(await lapseClaims()).toBe(0)

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

  test('two at once tell of each lapse once', async () => {
    const lapsed = []
    for (let i = 0; i < 5; i++) lapsed.push(await aClaimedQualification({ leaseMinutes: -1 }))
    await Promise.all([lapseClaims(), lapseClaims(), lapseClaims()])
    for (const { qualification } of lapsed) expect(await eventsAbout(qualification.id)).toHaveLength(1)
  })

  test('passes over what someone is at right now', async () => {
    const { qualification } = await aClaimedQualification({ leaseMinutes: -1 })
    await transaction(async (tx) => {
      await tx.qualification.update({ where: { id: qualification.id }, data: { leaseEndsAt: await databaseTime(tx) } })
      await lapseClaims()
    })
    expect(await stateOf(qualification.id)).toMatchObject({ status: 'IN_REVIEW' })
  })
})

test('what someone holds is returned in the transaction of what is done to them', async () => {
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
