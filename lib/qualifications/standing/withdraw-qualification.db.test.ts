import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { releaseClaim } from '@/lib/review/claims/release-claim'
import { eventsAbout } from '@/tests/factories/audit'
import { submit } from '@/tests/factories/journey'
import { aDraft, aReadyDraft, aRegisteredApplicant } from '@/tests/factories/qualifications'
import { aClaimedQualification, aSubmittedQualification, someStaff, unclaimed } from '@/tests/factories/review'
import { interleave } from '@/tests/setup/interleave'
import { saveFields } from '../draft/save-fields'
import { readStatus } from '../read-status'
import { withdrawQualification } from './withdraw-qualification'

const statusChangesOf = (qualificationId: string) => database().statusChange.findMany({ where: { qualificationId } })
const withdrawals = async (id: string) =>
  (await eventsAbout(id)).filter(({ action }) => action === 'qualification.withdrawn')
const OPEN = ['DRAFT', 'SUBMITTED', 'CHANGES_REQUESTED'] as const

test.each(OPEN)('withdraws from %s, with a status change and an event', async (status) => {
  const { applicant, id } = await aReadyDraft()
  if (status !== 'DRAFT') await submit(applicant, id)
  await database().qualification.update({ where: { id }, data: { status } })
  await withdrawQualification(applicant, { qualificationId: id })

  expect(await readStatus(applicant, id)).toMatchObject({ status: 'WITHDRAWN', ahead: null })
  expect(await statusChangesOf(id)).toMatchObject([{ kind: 'WITHDRAWN', byId: applicant.id, reason: null }])
  expect(await withdrawals(id)).toMatchObject([
    { actorId: applicant.id, capabilities: ['qualification.own'], data: { from: status, revision: 1 } },
  ])
  const again = withdrawQualification(applicant, { qualificationId: id })
  await expect(again).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('the holder of the claim loses it', async () => {
  const { applicant, reviewer, qualification } = await aClaimedQualification()
  await withdrawQualification(applicant, { qualificationId: qualification.id })
  const found = await database().qualification.findUniqueOrThrow({ where: { id: qualification.id } })
  expect(found).toMatchObject({ status: 'WITHDRAWN', ...unclaimed })
  const release = releaseClaim(reviewer, { qualificationId: qualification.id })
  await expect(release).rejects.toMatchObject({ code: 'CASE_CHANGED' })
})

test.each(['APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED', 'REJECTED', 'WITHDRAWN'] as const)(
  'a qualification that is %s can’t be withdrawn',
  async (status) => {
    const { applicant, qualification } = await aSubmittedQualification()
    await database().qualification.update({ where: { id: qualification.id }, data: { status } })
    const attempt = withdrawQualification(applicant, { qualificationId: qualification.id })
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
    expect(await statusChangesOf(qualification.id)).toEqual([])
  },
)

test('only members of the account may withdraw', async () => {
  const { applicant, id } = await aDraft()
  const input = { qualificationId: id }
  for (const stranger of [await aRegisteredApplicant(), await someStaff()]) {
    await expect(withdrawQualification(stranger, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  const { reviewer, qualification } = await aClaimedQualification()
  const attempt = withdrawQualification(reviewer, { qualificationId: qualification.id })
  await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await withdrawQualification(applicant, input)
  const save = saveFields(applicant, { qualificationId: id, task: 'use', seen: '', answers: {} })
  await expect(save).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('a withdrawal yields to a change that lands before it', async () => {
  const reviewer = await someStaff()
  const { applicant, qualification } = await aSubmittedQualification()
  const { id } = qualification
  const attempt = () => withdrawQualification(applicant, { qualificationId: id })
  const claimed = {
    status: 'IN_REVIEW',
    reviewerId: reviewer.id,
    claimedAt: new Date(),
    leaseEndsAt: new Date(Date.now() + 60_000),
  } as const
  await expect(interleave(id, { revision: 2 }, attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(interleave(id, claimed, attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
  const decided = { status: 'APPROVED', ...unclaimed } as const
  await expect(interleave(id, decided, attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await withdrawals(id)).toEqual([])
})

test('a claim yields to a withdrawal that lands before it', async () => {
  const { qualification } = await aSubmittedQualification()
  const { id } = qualification
  const reviewer = await someStaff()
  const claim = () => claimQualification(reviewer, { qualificationId: id })
  await expect(interleave(id, { status: 'WITHDRAWN' }, claim)).rejects.toMatchObject({ code: 'CASE_CHANGED' })
})

test('of a concurrent claim and withdrawal, always one wins', async () => {
  const reviewer = await someStaff()
  const outcomes = new Set<string>()
  for (let round = 0; round < 12; round += 1) {
    const { applicant, qualification } = await aSubmittedQualification()
    const { id } = qualification
    const acts = [
      () => claimQualification(reviewer, { qualificationId: id }),
      () => withdrawQualification(applicant, { qualificationId: id }),
    ]
    const started = (round % 2 === 0 ? acts : acts.toReversed()).map((act) => act())
    const results = await Promise.allSettled(started)
    const { status } = await database().qualification.findUniqueOrThrow({ where: { id } })
    outcomes.add(status)
    const events = (await eventsAbout(id)).map(({ action }) => action)
    const won = results.filter((result) => result.status === 'fulfilled').length
    expect(events).toHaveLength(won) // both succeed when the withdrawal comes right after the claim
    expect(events.at(-1)).toBe(status === 'WITHDRAWN' ? 'qualification.withdrawn' : 'review.claimed')
    if (status === 'IN_REVIEW') await releaseClaim(reviewer, { qualificationId: id })
  }
  expect(outcomes.size).toBeGreaterThan(0)
})
