import { expect, test } from 'vitest'
import { DAY } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { measureReviewTimes, usualOf } from './review-times'

test('too few decisions give no usual time', () => {
  expect(usualOf({ decided: 0, medianSeconds: null, mostSeconds: null })).toBeNull()
  expect(usualOf({ decided: 4, medianSeconds: 60, mostSeconds: 90 })).toBeNull()
  const enough = { decided: 5, medianSeconds: 60, mostSeconds: 90 }
  expect(usualOf(enough)).toEqual(enough)
})

/** Returns the times of the last 30 days in seconds, with those of other tests in the same database. */
async function lately(): Promise<number[]> {
  const decisions = await database().decision.findMany({
    where: { look: 1, decidedAt: { gt: new Date(Date.now() - 30 * DAY) }, submission: { revision: 1 } },
    include: { submission: true },
  })
  return decisions.map(({ decidedAt, submission }) => (Number(decidedAt) - Number(submission.submittedAt)) / 1_000)
}

/** Returns the value below which this part of all values is, between its neighbours as PostgreSQL does. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * part
  const [below = Number.NaN, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return below + (above - below) * (place - Math.floor(place))
}

test('returns the median and the slowest tenth of the first decisions of the last 30 days, and how many wait', async () => {
  const { id: reviewerId } = await someStaff()
  const decided = async (hours: number, daysAgo = 1) => {
    const queuedMinutesAgo = hours * 60 + daysAgo * 24 * 60
    const { qualification, submissionId } = await aSubmittedQualification({ queuedMinutesAgo })
    const decidedAt = new Date(Date.now() - daysAgo * DAY)
    await database().decision.create({ data: { submissionId, reviewerId, outcome: 'APPROVED', decidedAt } })
    await database().qualification.update({ where: { id: qualification.id }, data: { status: 'APPROVED' } })
  }
  const [before, known] = [await measureReviewTimes(), await lately()]
  for (const hours of [1, 2, 9, 3, 4]) await decided(hours)
  await decided(10_000, 31)
  await aSubmittedQualification()

  const [after, all] = [await measureReviewTimes(), await lately()]
  expect(all).toHaveLength(known.length + 5)
  expect(after.usual?.decided).toBe(all.length)
  expect(after.usual?.medianSeconds).toBeCloseTo(quantile(all, 0.5), 0)
  expect(after.usual?.mostSeconds).toBeCloseTo(quantile(all, 0.9), 0)
  expect(after.waiting).toBe(before.waiting + 1)
})
