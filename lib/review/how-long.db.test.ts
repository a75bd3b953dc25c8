import { expect, test } from 'vitest'
import { DAY } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { measureHowLong } from './how-long'

test('tells the median of the last 30 days once enough was decided, and how many wait', async () => {
  const { id: reviewerId } = await someStaff()
  const decided = async (hours: number, daysAgo = 1) => {
    const queuedMinutesAgo = hours * 60 + daysAgo * 24 * 60
    const { qualification, submissionId } = await aSubmittedQualification({ queuedMinutesAgo })
    const decidedAt = new Date(Date.now() - daysAgo * DAY)
    await database().decision.create({ data: { submissionId, reviewerId, outcome: 'APPROVED', decidedAt } })
    await database().qualification.update({ where: { id: qualification.id }, data: { status: 'APPROVED' } })
  }
  const before = await measureHowLong()
  expect(before.usual).toBeNull()

  for (const hours of [1, 2, 9, 3]) await decided(hours)
  await decided(100, 31)
  expect((await measureHowLong()).usual).toBeNull()

  await decided(4)
  await aSubmittedQualification()
  const after = await measureHowLong()
  expect(after.usual?.decided).toBe(5)
  expect(after.usual?.medianSeconds).toBeCloseTo(3 * 3_600, -1)
  expect(after.waiting).toBe(before.waiting + 1)
})
