import { beforeEach, expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { database, transaction } from '@/lib/db/client'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aReading } from '@/tests/factories/readings'
import { eraseFiles } from '../erase-files'
import { namePlace } from '../store-file'
import { claimReading, releaseReading } from './claim-reading'
import { isReaderFailing } from './is-reader-failing'
import { readReadings } from './read-readings'
import { giveUpReading, storeReading } from './settle-reading'

beforeEach(async () => void (await database().reading.deleteMany()))

type Owner = { id: string; accountId: string }

/** Creates a READY file that waits for its reading; the older, the more seconds ago. */
async function aFile(of: Owner, secondsAgo = 0) {
  const { id: dataKeyId, key } = await transaction((tx) => createDataKey(tx))
  const id = newId()
  const createdAt = new Date(Date.now() - secondsAgo * 1_000)
  await database().storedFile.create({
    data: {
      ...{ id, accountId: of.accountId, uploadedById: of.id, dataKeyId, state: 'READY' },
      ...{ width: 800, height: 600, examinedAt: new Date() },
      ...{
        mediaType: 'image/jpeg',
        size: 1_000,
        sha256: new Uint8Array(32),
        nameSealed: seal(key, namePlace(id), 'a'),
      },
      reading: { create: { createdAt } },
    },
  })
  return { id, key }
}

const owner = (): Promise<Owner> => aRegisteredApplicant()
const stateOf = async (fileId: string) => (await database().reading.findUniqueOrThrow({ where: { fileId } })).state
const claimed = async () => {
  const claim = await claimReading()
  if (!claim) throw new Error('None waits')
  return claim
}
/** Ends the leases, as time does. */
const again = () => database().$executeRaw`UPDATE readings SET leased_until = clock_timestamp() - interval '1 second'`

test('what was read is stored under the key of the file, and is found again', async () => {
  const { id, key } = await aFile(await owner())
  expect(await readReadings(database(), [id])).toEqual({ pages: new Map(), waiting: [id], failed: [] })
  const pages = [aReading({ fields: { name: '王样本' } }), aReading({ kind: 'NONE', side: null })]
  await storeReading(await claimed(), key, pages)
  expect(await readReadings(database(), [id])).toEqual({ pages: new Map([[id, pages]]), waiting: [], failed: [] })
  const { contentSealed } = await database().reading.findUniqueOrThrow({ where: { fileId: id } })
  expect(Buffer.from(contentSealed ?? []).includes('王样本')).toBe(false)
  expect(await claimReading()).toBeNull()
})

test('accounts take turns, each with its oldest file', async () => {
  const [many, one] = [await owner(), await owner()]
  const [first, second] = [await aFile(many, 30), await aFile(many, 20)]
  const other = await aFile(one, 10)
  const order = [await claimed(), await claimed(), await claimed()].map(({ fileId }) => fileId)
  expect(order).toEqual([first.id, other.id, second.id])
})

test('a turn lasts while the reader says so', async () => {
  const [many, one] = [await owner(), await owner()]
  const [first, second] = [await aFile(many, 30), await aFile(many, 20)]
  const other = await aFile(one, 10)
  const claims = [await claimReading(), await claimReading(many.accountId), await claimReading(many.accountId)]
  expect(claims.map((claim) => claim?.fileId)).toEqual([first.id, second.id, other.id])
})

test('several workers share the work: each file is claimed once', async () => {
  const of = await owner()
  for (let n = 0; n < 4; n += 1) await aFile(of)
  const claims = await Promise.all(Array.from({ length: 6 }, () => claimReading()))
  const ids = claims.flatMap((claim) => claim?.fileId ?? [])
  expect(new Set(ids).size).toBe(ids.length)
})

test('a worker that was killed loses its file, and what it stores then does not count', async () => {
  const { id, key } = await aFile(await owner())
  const late = await claimed()
  expect(await claimReading()).toBeNull()
  await again()
  const next = await claimed()
  expect(next).toMatchObject({ fileId: id, attempts: 2 })
  await storeReading(late, key, [aReading()])
  await giveUpReading(late)
  expect(await stateOf(id)).toBe('WAITING')
  await storeReading(next, key, [aReading()])
  expect(await stateOf(id)).toBe('READ')
  await giveUpReading(next)
  expect(await stateOf(id)).toBe('READ')
})

test('a file that is given back is claimed again; a failure of the store does not count', async () => {
  await aFile(await owner())
  await releaseReading(await claimed(), { seconds: -1, isInnocent: true })
  const second = await claimed()
  expect(second.attempts).toBe(1)
  await releaseReading(second, { seconds: -1, isInnocent: false })
  const third = await claimed()
  expect(third.attempts).toBe(2)
  await releaseReading(second, { seconds: -1, isInnocent: false }) // it is another's now
  expect(await claimReading()).toBeNull()
  await giveUpReading(third)
  expect(await readReadings(database(), [third.fileId])).toEqual({
    pages: new Map(),
    waiting: [],
    failed: [third.fileId],
  })
  await again()
  expect(await claimReading()).toBeNull()
})

test('an erased file takes its reading with it, also while it is read', async () => {
  const { id, key } = await aFile(await owner())
  const reading = await claimed()
  await transaction((tx) => eraseFiles(tx, [id], 'UNUSED'))
  await storeReading(reading, key, [aReading()])
  expect(await database().reading.count()).toBe(0)
  expect(await readReadings(database(), [id])).toEqual({ pages: new Map(), waiting: [], failed: [] })
})

test('the reader fails while one has waited for ten minutes, or was given up within the hour', async () => {
  const { id } = await aFile(await owner(), 9 * 60)
  expect(await isReaderFailing()).toBe(false)
  await database().reading.update({ where: { fileId: id }, data: { createdAt: new Date(Date.now() - 11 * 60_000) } })
  expect(await isReaderFailing()).toBe(true)
  await giveUpReading(await claimed())
  expect(await isReaderFailing()).toBe(true)
  await database().$executeRaw`UPDATE readings SET leased_until = clock_timestamp() - interval '61 minutes'`
  expect(await isReaderFailing()).toBe(false)
})
