import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { anApiKey } from '@/tests/factories/api-keys'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { statementsOf } from '@/tests/setup/statements'
import { allStaffNames, staffNames } from './staff-names'

test('the names of staff and of keys are read in one statement; applicants have none', async () => {
  const colleague = await aColleague({ name: '周岚' })
  const applicant = await aRegisteredApplicant()
  const key = await anApiKey({ name: '短信平台' })
  const ids = [colleague.id, applicant.id, key.id, colleague.id]
  const expected = new Map([
    [colleague.id, '周岚'],
    [key.id, '短信平台'],
  ])
  expect(await staffNames(ids)).toEqual(expected)
  expect([...(await allStaffNames())]).toEqual(expect.arrayContaining([...expected]))
  expect(await statementsOf(() => staffNames(ids))).toHaveLength(1)
  expect(await statementsOf(() => staffNames([]))).toHaveLength(0)
})

test('a name that was erased is empty', async () => {
  const { id } = await aColleague()
  const { dataKeyId } = await database().user.findUniqueOrThrow({ where: { id } })
  await database().dataKey.update({
    where: { id: dataKeyId },
    data: { wrapped: Buffer.alloc(0), keyringId: '', erasedAt: new Date() },
  })
  expect(await staffNames([id])).toEqual(new Map([[id, '']]))
})
