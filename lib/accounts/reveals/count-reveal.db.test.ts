import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { someStaff } from '@/tests/factories/review'
import { uncountReveal } from './count-reveal'

test('one reveal counts no more; those of others, of other subjects and of other kinds do', async () => {
  const [actor, other] = [await someStaff(), await someStaff()]
  const [subjectId, at] = [newId(), await databaseTime()]
  const decided = { personId: actor.id, kind: 'CLAIM', subjectId, at } as const
  const still = [
    { ...decided, personId: other.id },
    { ...decided, kind: 'DECLARED' },
    { ...decided, subjectId: newId() },
  ] as const
  await database().countedReveal.createMany({ data: [decided, ...still] })
  await transaction((tx) => uncountReveal(tx, actor, { kind: 'CLAIM', subjectId }))
  const left = await database().countedReveal.findMany({ where: { personId: { in: [actor.id, other.id] } } })
  expect(left).toHaveLength(still.length)
  expect(left).toMatchObject(expect.arrayContaining(still.map((one) => expect.objectContaining(one))))
})
