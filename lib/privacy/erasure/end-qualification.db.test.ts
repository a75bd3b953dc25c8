import { expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { database, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aSubmittedQualification } from '@/tests/factories/review'
import { endQualification } from './end-qualification'

test.each([
  ['another state', { status: 'CHANGES_REQUESTED' as const }],
  ['another revision', { revision: 2 }],
])('a qualification that became %s after it was read does not end', async (_, data) => {
  const { qualification } = await aSubmittedQualification()
  const { id } = qualification
  const now = await database().qualification.update({ where: { id }, data })
  const attempt = transaction((tx) => endQualification(tx, SYSTEM, qualification))
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await database().qualification.findUniqueOrThrow({ where: { id } })).toEqual(now)
  expect(await eventsAbout(id)).toEqual([])
})
