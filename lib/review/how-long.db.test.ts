import { expect, test } from 'vitest'
import { DAY } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { measureHowLong, usualOf } from './how-long'

test('too few decisions tell nothing', () => {
  expect(usualOf(0, null)).toBeNull()
  expect(usualOf(4, 60)).toBeNull()
  expect(usualOf(5, 60)).toEqual({ decided: 5, medianSeconds: 60 })
})

/** Other tests may have decided some in the same database. */
async function lately(): Promise<number[]> {
  const decisions = await database().decision.findMany({
    where: { look: 1, decidedAt: { gt: new Date(Date.now() - 30 * DAY) }, submission: { revision: 1 } },
    include: { submission: true },
  })
  return decisions.map(({ decidedAt, submission }) => (Number(decidedAt) - Number(submission.submittedAt)) / 1_000)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  return (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
}

test('tells the median of the first decisions of the last 30 days, and how many wait', async () => {
  const { id: reviewerId } = await someStaff()
  const decided = async (hours: number, daysAgo = 1) => {
    const queuedMinutesAgo = hours * 60 + daysAgo * 24 * 60
    const { qualification, submissionId } = await aSubmittedQualification({ queuedMinutesAgo })
    const decidedAt = new Date(Date.now() - daysAgo * DAY)
    await database().decision.create({ data: { submissionId, reviewerId, outcome: 'APPROVED', decidedAt } })
    await database().qualification.update({ where: { id: qualification.id }, data: { status: 'APPROVED' } })
  }
  const [before, known] = [await measureHowLong(), await lately()]
  for (const hours of [1, 2, 9, 3, 4]) await decided(hours)
  await decided(10_000, 31)
  await aSubmittedQualification()

  const [after, all] = [await measureHowLong(), await lately()]
  expect(all).toHaveLength(known.length + 5)
  expect(after.usual?.decided).toBe(all.length)
  expect(after.usual?.medianSeconds).toBeCloseTo(median(all), 0)
  expect(after.waiting).toBe(before.waiting + 1)
})
