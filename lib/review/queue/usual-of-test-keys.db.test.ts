import { expect, test } from 'vitest'
import { database, databaseTime } from '@/lib/db/client'
import { aClient } from '@/tests/factories/api-keys'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { readQueueFigures } from './read-queue-figures'

// In a file of its own: the usual time is measured once a minute in a process.
test('a test key learns nothing of how long reviews of live accounts take', async () => {
  const { id: reviewerId } = await someStaff()
  for (let n = 0; n < 5; n += 1) {
    const { submissionId } = await aSubmittedQualification()
    const decidedAt = await databaseTime()
    await database().decision.create({ data: { submissionId, reviewerId, outcome: 'APPROVED', decidedAt } })
  }
  const usualFor = async (isTest: boolean) =>
    (await readQueueFigures(await aClient({ scopes: ['QUEUE_READ'], isTest }))).usual
  expect(await usualFor(false)).toMatchObject({ decided: expect.any(Number) })
  expect(await usualFor(true)).toBeNull()
})
