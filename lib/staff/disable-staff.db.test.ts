import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { aClaimedQualification, aSubmittedQualification, someStaff, unclaimed } from '@/tests/factories/review'
import { disableStaff } from './disable-staff'

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })

test('disables someone and returns what they hold, as one act', async () => {
  const { reviewer, qualification } = await aClaimedQualification()
  const admin = await someStaff({ roles: ['ADMIN'] })

  await disableStaff(admin, { userId: reviewer.id })

  expect(await database().user.findUnique({ where: { id: reviewer.id } })).toMatchObject({ status: 'DISABLED' })
  expect(await stateOf(qualification.id)).toMatchObject({ status: 'SUBMITTED', ...unclaimed })
  expect(await eventsAbout(reviewer.id)).toMatchObject([{ action: 'staff.disabled', actorId: admin.id }])
  expect(await eventsAbout(qualification.id)).toMatchObject([
    { action: 'review.claim_lapsed', data: { reviewerId: reviewer.id, because: 'REVIEWER_DISABLED' } },
  ])
})

test('refused, it leaves their claims alone', async () => {
  const { reviewer, qualification } = await aClaimedQualification()
  const attempt = disableStaff(await someStaff({ roles: ['LEAD'] }), { userId: reviewer.id })
  await expect(attempt).rejects.toMatchObject({ name: 'DomainError' })
  expect(await stateOf(qualification.id)).toEqual(qualification)
})

test('even if they claim at that instant, they hold nothing afterwards', async () => {
  const admin = await someStaff({ roles: ['ADMIN'] })
  for (let i = 0; i < 10; i++) {
    const reviewer = await someStaff()
    const { qualification } = await aSubmittedQualification()
    await Promise.allSettled([
      claimQualification(reviewer, { qualificationId: qualification.id }),
      disableStaff(admin, { userId: reviewer.id }),
    ])
    expect(await stateOf(qualification.id)).toMatchObject({ status: 'SUBMITTED', ...unclaimed })
  }
})
