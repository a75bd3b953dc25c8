import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import {
  aClaimedQualification,
  anApplicant,
  aSubmittedQualification,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { interleave } from '@/tests/setup/interleave'
import { setUrgency } from './set-urgency'

const aLead = () => someStaff({ roles: ['LEAD'] })
const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })

test('a lead moves a case before all others, and back to its place', async () => {
  const { qualification } = await aSubmittedQualification()
  const { id } = qualification
  const lead = await aLead()

  await setUrgency(lead, { qualificationId: id, isUrgent: true })
  expect(await stateOf(id)).toMatchObject({ isUrgent: true, queuePlace: qualification.queuePlace })
  await setUrgency(lead, { qualificationId: id, isUrgent: false })
  expect(await stateOf(id)).toMatchObject({ isUrgent: false, queuePlace: qualification.queuePlace })

  const event = { action: 'review.urgency_set', actorId: lead.id, capabilities: ['review.lead'] }
  expect(await eventsAbout(id)).toMatchObject([
    { ...event, data: { revision: 1, isUrgent: true } },
    { ...event, data: { revision: 1, isUrgent: false } },
  ])
})

test('a repeated request is one act, and a claim stays as it is', async () => {
  const { qualification, reviewer } = await aClaimedQualification()
  const { id } = qualification
  const lead = await aLead()
  await setUrgency(lead, { qualificationId: id, isUrgent: true })
  await setUrgency(lead, { qualificationId: id, isUrgent: true })
  expect(await stateOf(id)).toMatchObject({ isUrgent: true, status: 'IN_REVIEW', reviewerId: reviewer.id })
  expect(await eventsAbout(id)).toHaveLength(1)
})

test('refuses people who are no lead or belong to the account, and cases that do not wait', async () => {
  const { qualification, applicant } = await aSubmittedQualification()
  const { qualification: decided } = await aSubmittedQualification()
  await database().qualification.update({ where: { id: decided.id }, data: { status: 'APPROVED' } })
  const refusals = [
    [await someStaff(), qualification.id, 'FORBIDDEN'],
    [await someStaff({ roles: ['AUDITOR', 'ADMIN'] }), qualification.id, 'FORBIDDEN'],
    [await someStaff({ roles: ['LEAD'], accountIds: [applicant.accountId] }), qualification.id, 'FORBIDDEN'],
    [applicant, qualification.id, 'FORBIDDEN'],
    [await anApplicant(), qualification.id, 'NOT_FOUND'],
    [await aLead(), decided.id, 'CASE_CHANGED'],
  ] as const
  for (const [actor, qualificationId, code] of refusals) {
    await expect(setUrgency(actor, { qualificationId, isUrgent: true })).rejects.toMatchObject({ code })
    expect(await stateOf(qualificationId)).toMatchObject({ isUrgent: false })
    expect(await eventsAbout(qualificationId)).toEqual([])
  }
})

test.each([true, false])(
  'a case that does not wait is refused, also where it is marked so already: %s',
  async (isUrgent) => {
    const { qualification } = await aSubmittedQualification({ row: { isUrgent } })
    const { id } = qualification
    await database().qualification.update({ where: { id }, data: { status: 'APPROVED' } })
    const attempt = setUrgency(await aLead(), { qualificationId: id, isUrgent })
    await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED', subjectId: id })
  },
)

test.each([
  ['a decision', { status: 'APPROVED', ...unclaimed }],
  ['a withdrawal', { status: 'WITHDRAWN' }],
  ['another revision', { revision: 2 }],
] as const)('yields to %s that lands between its read and its write', async (_, change) => {
  const { qualification } = await aSubmittedQualification()
  const { id } = qualification
  const lead = await aLead()
  const attempt = interleave(id, change, () => setUrgency(lead, { qualificationId: id, isUrgent: true }))
  await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED' })
  expect(await eventsAbout(id)).toEqual([])
})

test('another lead who marks it meanwhile has done it', async () => {
  const { qualification } = await aSubmittedQualification()
  const { id } = qualification
  const lead = await aLead()
  await interleave(id, { isUrgent: true }, () => setUrgency(lead, { qualificationId: id, isUrgent: true }))
  expect(await stateOf(id)).toMatchObject({ isUrgent: true })
  expect(await eventsAbout(id)).toEqual([])
})

test('a claim that lands meanwhile does not prevent it', async () => {
  const { qualification } = await aSubmittedQualification()
  const { id } = qualification
  const reviewer = await someStaff()
  const lead = await aLead()
  const claim = {
    status: 'IN_REVIEW',
    reviewerId: reviewer.id,
    claimedAt: new Date(),
    leaseEndsAt: new Date(Date.now() + 60_000),
  } as const
  await interleave(id, claim, () => setUrgency(lead, { qualificationId: id, isUrgent: true }))
  expect(await stateOf(id)).toMatchObject({ isUrgent: true, reviewerId: reviewer.id })
})
