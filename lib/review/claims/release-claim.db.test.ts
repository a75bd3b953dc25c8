import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import {
  aClaimedQualification,
  anApplicant,
  aSubmittedQualification,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { aSentDecision, noticesAbout, pendingOf } from '@/tests/factories/sent'
import { interleave } from '@/tests/setup/interleave'
import { readNews } from '../notices/read-news'
import { claimQualification } from './claim-qualification'
import { releaseClaim } from './release-claim'

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })

/** Returns the change of a claim by another reviewer, which leaves a legal row. */
const taken = async () => ({
  status: 'IN_REVIEW' as const,
  reviewerId: (await someStaff()).id,
  claimedAt: new Date(),
  leaseEndsAt: new Date(Date.now() + 60 * 60_000),
})

test('released by its holder returns the case to its old place', async () => {
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
      data: { reviewerId: reviewer.id, reason: null },
    },
  ])
})

test('released by a lead records who held it and why, and its reviewer reads both', async () => {
  const { reviewer, qualification } = await aClaimedQualification()
  const { id, reference } = qualification
  const lead = await someStaff({ roles: ['LEAD'], name: '组长' })
  await expect(releaseClaim(lead, { qualificationId: id })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(await eventsAbout(id)).toEqual([])
  await releaseClaim(lead, { qualificationId: id, reason: 'ABSENT' })
  expect(await eventsAbout(id)).toMatchObject([
    {
      version: 2,
      actorId: lead.id,
      capabilities: ['review.lead'],
      data: { reviewerId: reviewer.id, reason: 'ABSENT' },
    },
  ])
  const { notices } = await readNews(reviewer)
  expect(notices).toMatchObject([{ reference, reason: 'ABSENT', by: { name: '组长' }, isDecisionDropped: false }])
  expect((await readNews(lead)).notices).toEqual([])
})

test('released by a lead drops what its reviewer sent, and says so', async () => {
  const { reviewer, id } = await aSentDecision()
  const lead = await someStaff({ roles: ['LEAD'] })
  await releaseClaim(lead, { qualificationId: id, reason: 'URGENT' })
  expect(await pendingOf(id)).toBeNull()
  expect(await noticesAbout(id)).toEqual([
    { reviewerId: reviewer.id, reason: 'URGENT', byId: lead.id, isDecisionDropped: true },
  ])
})

test('released by a lead yields to a decision that takes effect meanwhile', async () => {
  const { id } = await aSentDecision()
  const lead = await someStaff({ roles: ['LEAD'] })
  const attempt = interleave(id, { status: 'APPROVED', ...unclaimed }, () =>
    releaseClaim(lead, { qualificationId: id, reason: 'URGENT' }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED' })
  expect(await noticesAbout(id)).toEqual([])
})

test('releasing is refused to others, and for a case that nobody holds', async () => {
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
    [await someStaff({ roles: ['LEAD'] }), free, 'CLAIM_LOST'],
  ] as const
  for (const [actor, { id }, code] of refusals) {
    await expect(releaseClaim(actor, { qualificationId: id })).rejects.toMatchObject({ code })
    expect(await eventsAbout(id)).toEqual([])
  }
})

test('a lead who is late learns what is true now, and another reviewer keeps their claim', async () => {
  const lead = await someStaff({ roles: ['LEAD'] })
  const { reviewer, qualification } = await aClaimedQualification()
  const late = () => releaseClaim(lead, { qualificationId: qualification.id, holderId: reviewer.id, reason: 'ABSENT' })
  await releaseClaim(reviewer, { qualificationId: qualification.id })
  await expect(late()).rejects.toMatchObject({ code: 'CLAIM_LOST', params: { now: 'RELEASED' } })
  const next = await someStaff({ name: '苏合' })
  await claimQualification(next, { qualificationId: qualification.id })
  await expect(late()).rejects.toMatchObject({ code: 'CLAIM_LOST', params: { now: 'HELD', name: '苏合' } })
  expect(await database().qualification.findUnique({ where: { id: qualification.id } })).toMatchObject({
    reviewerId: next.id,
  })
  const decided = await aSubmittedQualification()
  await withdrawQualification(decided.applicant, { qualificationId: decided.qualification.id })
  const over = releaseClaim(lead, { qualificationId: decided.qualification.id, reason: 'ABSENT' })
  await expect(over).rejects.toMatchObject({ code: 'CASE_CHANGED', params: { now: 'WITHDRAWN' } })
})

test.each([
  ['a decision', async () => ({ status: 'APPROVED' as const, ...unclaimed }), 'CASE_CHANGED'],
  ['a reassignment', taken, 'CLAIM_LOST'],
  ['another revision', async () => ({ revision: 2 }), 'CLAIM_LOST'],
])('releasing yields to %s that lands between its read and its write', async (_, change, code) => {
  const { reviewer, qualification } = await aClaimedQualification()
  const attempt = () => releaseClaim(reviewer, { qualificationId: qualification.id })
  await expect(interleave(qualification.id, await change(), attempt)).rejects.toMatchObject({ code })
  expect(await eventsAbout(qualification.id)).toEqual([])
})
