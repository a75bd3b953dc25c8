import { expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { claimNext } from '@/lib/review/claims/claim-next'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { aClaimedQualification, aSubmittedQualification, someStaff, unclaimed } from '@/tests/factories/review'
import { changeRoles } from './change-roles'

// What takes a second administrator has its own test.
vi.hoisted(() => {
  process.env.SECOND_ADMINISTRATOR = '0'
})

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })

test('from who reviews no more, what they hold returns to the queue', async () => {
  const { reviewer, qualification } = await aClaimedQualification()
  const admin = await someStaff({ roles: ['ADMIN'] })
  await changeRoles(admin, { userId: reviewer.id, from: ['REVIEWER'], roles: ['AUDITOR'] })
  expect(await stateOf(qualification.id)).toMatchObject({ status: 'SUBMITTED', ...unclaimed })
  expect(await eventsAbout(qualification.id)).toMatchObject([
    { action: 'review.claim_lapsed', data: { reviewerId: reviewer.id, because: 'ROLE_TAKEN' } },
  ])
})

test('who still reviews keeps what they hold', async () => {
  const { reviewer, qualification } = await aClaimedQualification()
  const admin = await someStaff({ roles: ['ADMIN'] })
  await changeRoles(admin, { userId: reviewer.id, from: ['REVIEWER'], roles: ['LEAD'] })
  expect(await stateOf(qualification.id)).toMatchObject({ status: 'IN_REVIEW', reviewerId: reviewer.id })
})

test('refused, it leaves their claims alone', async () => {
  const { reviewer, qualification } = await aClaimedQualification()
  const admin = await someStaff({ roles: ['ADMIN'] })
  const attempt = changeRoles(admin, { userId: reviewer.id, from: ['LEAD'], roles: ['AUDITOR'] })
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await stateOf(qualification.id)).toEqual(qualification)
})

test('even if they claim at that instant, they hold nothing afterwards', async () => {
  const admin = await someStaff({ roles: ['ADMIN'] })
  for (let i = 0; i < 10; i++) {
    const reviewer = await someStaff()
    const { qualification } = await aSubmittedQualification()
    await Promise.allSettled([
      claimQualification(reviewer, { qualificationId: qualification.id }),
      changeRoles(admin, { userId: reviewer.id, from: ['REVIEWER'], roles: ['AUDITOR'] }),
    ])
    expect(await stateOf(qualification.id)).toMatchObject({ status: 'SUBMITTED', ...unclaimed })
    await expect(claimNext(reviewer)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
})
