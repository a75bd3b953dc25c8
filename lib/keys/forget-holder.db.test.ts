import { beforeEach, expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { possibleHolders } from '@/lib/crypto/keyring-holders'
import { database } from '@/lib/db/client'
import { interleaveWith } from '@/tests/setup/interleave'
import { forgetHolder } from './forget-holder'

beforeEach(() => database().keyringHolder.deleteMany())

const aHolder = async (place: string, secondsAgo: number) => {
  const id = newId()
  await database().$executeRaw`
    INSERT INTO keyring_holders (id, place, active_id, held, beat_at)
    VALUES (${id}::uuid, ${place}, 'k2', ${['k1:0123456789abcdef', 'k2:fedcba9876543210']},
      clock_timestamp() - make_interval(secs => ${secondsAgo}))`
  return id
}
const events = () => database().auditEvent.findMany({ where: { action: 'keys.holder_forgotten' } })

test('a silent process of that name is forgotten, with an event that says which keys it had', async () => {
  const ids = [
    await aHolder('web-2, data folder 0198c0de, process 7', 30),
    await aHolder('web-2, data folder 0198c0de, process 7', 40 * 86_400), // before its machine was started again
  ]
  await aHolder('web-3, data folder 0198c0df, process 7', 30)
  expect(await forgetHolder('web-2, data folder 0198c0de, process 7')).toEqual(['k1', 'k2'])
  expect(await possibleHolders()).toMatchObject([{ place: 'web-3, data folder 0198c0df, process 7', isSilent: true }])
  for (const holderId of ids) {
    const event = (await events()).find(({ data }) => (data as { holderId: string }).holderId === holderId)
    expect(event).toMatchObject({ actorKind: 'SYSTEM', subjectId: null, data: { holderId, keys: ['k1', 'k2'] } })
  }
})

test('one that reported recently, or is not known, is not', async () => {
  const before = (await events()).length
  await aHolder('web-2', 10)
  await expect(forgetHolder('web-2')).rejects.toThrow(/No silent process is called "web-2"/)
  await expect(forgetHolder('web-4')).rejects.toThrow(/No silent process is called "web-4"/)
  expect([(await possibleHolders()).length, (await events()).length]).toEqual([1, before])
})

test('one that reports at that moment stays', async () => {
  const id = await aHolder('web-2', 30)
  await expect(
    interleaveWith(
      (tx) => tx.$executeRaw`UPDATE keyring_holders SET beat_at = clock_timestamp() WHERE id = ${id}::uuid`,
      () => forgetHolder('web-2'),
    ),
  ).rejects.toThrow(/No silent process/)
  expect(await possibleHolders()).toMatchObject([{ place: 'web-2', isSilent: false }])
})
