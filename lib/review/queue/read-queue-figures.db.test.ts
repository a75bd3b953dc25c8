import { beforeEach, expect, test } from 'vitest'
import { MINUTE } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { aClient } from '@/tests/factories/api-keys'
import { emptyQueue } from '@/tests/factories/endings'
import { aClaimedQualification, anApplicant, aSubmittedQualification } from '@/tests/factories/review'
import { aFiledOne, anAnswerTo, requestMaterialFor } from '@/tests/factories/supplements'
import { readQueueFigures } from './read-queue-figures'
import { REVIEW_TARGET } from './target'

beforeEach(emptyQueue)

const aSystem = (accountId: string | null = null) => aClient({ scopes: ['QUEUE_READ'], accountId })

test('it counts what waits, what is held, and what is late', async () => {
  await aSubmittedQualification({ row: { isUrgent: true } })
  const late = await aSubmittedQualification({ queuedMinutesAgo: REVIEW_TARGET / MINUTE + 60 })
  const held = await aClaimedQualification()
  const client = await aSystem()
  const figures = await readQueueFigures(client)
  expect(figures).toMatchObject({ waiting: 2, inReview: 1, urgent: 1, overTarget: 1, individuals: 3, organisations: 0 })
  const { queuedAt } = await database().qualification.findUniqueOrThrow({ where: { id: late.qualification.id } })
  expect(figures.oldest).toEqual(queuedAt)
  expect(figures.oldest && figures.oldest < figures.at).toBe(true)
  const id = held.qualification.id
  await database().qualification.update({ where: { id }, data: { leaseEndsAt: new Date(0) } })
  expect(await readQueueFigures(client)).toMatchObject({ waiting: 3, inReview: 0 })
})

test('it counts material that waits, and not what was only requested', async () => {
  const one = await aFiledOne()
  const client = await aSystem(one.applicant.accountId)
  const { id } = await requestMaterialFor(one)
  expect(await readQueueFigures(client)).toMatchObject({ supplements: 0 })
  await anAnswerTo(id, { id: one.applicant.id, accountId: one.applicant.accountId })
  expect(await readQueueFigures(client)).toMatchObject({ supplements: 1, waiting: 0 })
})

test('a key of one account counts that account alone, and one without the scope nothing', async () => {
  const { applicant } = await aSubmittedQualification()
  const other = await anApplicant()
  expect(await readQueueFigures(await aSystem(applicant.accountId))).toMatchObject({ waiting: 1 })
  expect(await readQueueFigures(await aSystem(other.accountId))).toMatchObject({ waiting: 0, oldest: null })
  await expect(readQueueFigures(await aClient())).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a test key counts test accounts, and any other key none of them', async () => {
  const client = await aSystem()
  await aSubmittedQualification({ applicant: await anApplicant({ isTest: true }) })
  expect(await readQueueFigures(client)).toMatchObject({ waiting: 0, oldest: null })
  const tests = await aClient({ scopes: ['QUEUE_READ'], isTest: true })
  expect(await readQueueFigures(tests)).toMatchObject({ waiting: 1 })
})
