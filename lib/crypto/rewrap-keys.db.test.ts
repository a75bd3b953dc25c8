import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database, disconnect, transaction } from '@/lib/db/client'
import { WAITS } from '@/tests/setup/interleave'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { checkKeys } from './check-keys'
import { createDataKey, dataKey } from './data-keys'
import { keyring } from './keyring'
import { countUnderOtherKeys, rewrapKeys } from './rewrap-keys'

// A file, as it is where a portal serves: it can change under a process.
const file = join(process.env.ZHUNXIN_DATA ?? '', 'keyring-of-test.json')
vi.stubEnv('ZHUNXIN_KEYRING', file)
afterAll(async () => {
  vi.unstubAllEnvs()
  await disconnect()
})

const bytes = new Map<string, string>()
function keys(active: string, ...ids: string[]) {
  for (const id of ids) bytes.set(id, bytes.get(id) ?? randomBytes(32).toString('base64'))
  rmSync(file, { force: true })
  writeFileSync(file, JSON.stringify({ active, keys: Object.fromEntries(ids.map((id) => [id, bytes.get(id)])) }))
}

beforeEach(async () => {
  await database().dataKey.deleteMany()
  keys('k1', 'k1')
})

const someKeys = (count: number) => Promise.all(Array.from({ length: count }, () => transaction(createDataKey)))
const underWhich = async () => {
  const counted = await database().dataKey.groupBy({ by: ['keyringId'], _count: true, orderBy: { keyringId: 'asc' } })
  return counted.map(({ keyringId, _count }) => [keyringId, _count])
}
const erase = (id: string) =>
  database().dataKey.update({ where: { id }, data: { wrapped: new Uint8Array(0), erasedAt: new Date() } })

/** Creates many keys at once, for tests whose outcome depends on the number. */
async function manyKeys(count: number) {
  const data = await Promise.all(
    Array.from({ length: count }, async () => {
      const id = newId()
      return { id, ...(await keyring().wrap(id, randomBytes(32))) }
    }),
  )
  await database().dataKey.createMany({ data })
}

test('each key opens as before, under the active one, and the old one is in no use', async () => {
  const made = await someKeys(3)
  await manyKeys(1_200)
  keys('k2', 'k1', 'k2')
  const progress: number[] = []

  expect(await countUnderOtherKeys()).toBe(1_203)
  expect(await rewrapKeys({ onProgress: (done) => void progress.push(done) })).toEqual({
    rewrapped: 1_203,
    unopened: [],
  })

  expect(progress).toEqual([500, 1_000, 1_203])
  expect(await countUnderOtherKeys()).toBe(0)
  keys('k2', 'k2') // and without the old one
  for (const { id, key } of made) expect(await dataKey(database(), id)).toEqual(key)
  expect(await checkKeys()).toMatchObject({ checked: 1_203, unopened: [] })
  expect(await rewrapKeys()).toEqual({ rewrapped: 0, unopened: [] })
})

test('erased keys stay erased, also one that is erased between read and write', async () => {
  const [before, meanwhile, kept] = await someKeys(3)
  if (!before || !meanwhile || !kept) throw new Error('three were made')
  await erase(before.id)
  keys('k2', 'k1', 'k2')
  const keysNow = keyring()
  const original = keysNow.wrap.bind(keysNow)
  const wrap = vi.spyOn(keysNow, 'wrap').mockImplementation(async (id, key) => {
    if (id === meanwhile.id) await erase(id)
    return original(id, key)
  })

  expect(await rewrapKeys()).toEqual({ rewrapped: 1, unopened: [] })

  expect(wrap).toHaveBeenCalledTimes(2)
  for (const { id } of [before, meanwhile]) {
    await expect(dataKey(database(), id)).rejects.toMatchObject({ name: 'DataKeyErasedError' })
  }
  expect(await dataKey(database(), kept.id)).toEqual(kept.key)
  expect(await checkKeys()).toMatchObject({ checked: 1, erased: 2 })
})

test('waits for no row that someone has locked, and comes back to it', async () => {
  const [locked, free] = await someKeys(2)
  if (!locked || !free) throw new Error('two were made')
  keys('k2', 'k1', 'k2')
  const { rewrapping } = await database().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM data_keys WHERE id = ${locked.id}::uuid FOR UPDATE`
    const rewrapping = rewrapKeys()
    await vi.waitUntil(async () => (await countUnderOtherKeys()) === 1, PATIENCE)
    return { rewrapping }
  }, WAITS)
  expect(await rewrapping).toEqual({ rewrapped: 2, unopened: [] })
  expect(await underWhich()).toEqual([['k2', 2]])
})

test('a transaction under the old key that is not visible yet is waited for', async () => {
  const { rewrapping, id, key } = await transaction(async (tx) => {
    const made = await createDataKey(tx)
    keys('k2', 'k1', 'k2')
    const rewrapping = rewrapKeys()
    await sleep(300)
    return { rewrapping, ...made }
  })
  expect(await rewrapping).toEqual({ rewrapped: 1, unopened: [] })
  expect(await dataKey(database(), id)).toEqual(key)
  expect(await underWhich()).toEqual([['k2', 1]])
})

test('a key that does not open is named and left unchanged, and stops no other', async () => {
  const [good, altered, foreign] = await someKeys(3)
  if (!good || !altered || !foreign) throw new Error('three were made')
  await database().dataKey.update({ where: { id: altered.id }, data: { wrapped: randomBytes(61) } })
  await database().dataKey.update({ where: { id: foreign.id }, data: { keyringId: 'lost' } })
  keys('k2', 'k1', 'k2')

  const { rewrapped, unopened } = await rewrapKeys()
  const found = await checkKeys()

  expect(rewrapped).toBe(1)
  expect(unopened).toEqual(
    [
      { id: altered.id, keyringId: 'k1' },
      { id: foreign.id, keyringId: 'lost' },
    ].sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
  expect(found.unopened).toEqual(unopened)
  expect(found.keys).toEqual([
    { id: 'k1', fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/), isActive: false, inUse: 1 },
    { id: 'k2', fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/), isActive: true, inUse: 1 },
    { id: 'lost', fingerprint: null, isActive: false, inUse: 1 },
  ])
})

test('after an interruption between two batches, the written part is done, and the next run continues', async () => {
  await manyKeys(1_100)
  keys('k2', 'k1', 'k2')
  const breakOff = () => {
    throw new Error('killed')
  }
  await expect(rewrapKeys({ onProgress: breakOff })).rejects.toThrow('killed')
  expect(await underWhich()).toEqual([
    ['k1', 600],
    ['k2', 500],
  ])
  expect(await rewrapKeys()).toMatchObject({ rewrapped: 600 })
})
