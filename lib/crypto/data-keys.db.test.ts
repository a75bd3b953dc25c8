import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { database, disconnect, transaction } from '@/lib/db/client'
import { forgetSystemKeys } from '@/tests/factories/system-keys'
import { someoneWaitsForALock, WAITS } from '@/tests/setup/interleave'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { SealBrokenError } from './aead'
import { blindIndex } from './blind-index'
import { createDataKey, DataKeyErasedError, DataKeyMissingError, dataKey, systemKey, unwrapDataKey } from './data-keys'

function asNewProcess() {
  vi.resetModules()
  forgetSystemKeys()
}
beforeEach(asNewProcess)
afterAll(disconnect)

/** Acts as another process would: with empty caches, and connections of its own. */
async function anotherProcess() {
  asNewProcess()
  const { systemKey } = await import('./data-keys')
  const { disconnect } = await import('@/lib/db/client')
  return { systemKey, disconnect }
}

test('a data key is stored wrapped, read in and out of a transaction, and gone once its row is', async () => {
  const { id, key } = await transaction(createDataKey)
  const row = await database().dataKey.findUniqueOrThrow({ where: { id } })

  expect(key).toHaveLength(32)
  expect(row).toMatchObject({ name: null, keyringId: 'test' })
  expect(Buffer.from(row.wrapped).includes(key)).toBe(false)
  expect(await dataKey(database(), id)).toEqual(key)
  expect(await transaction((tx) => dataKey(tx, id))).toEqual(key)
  expect(await unwrapDataKey(row)).toEqual(key)

  await database().dataKey.delete({ where: { id } })
  await expect(dataKey(database(), id)).rejects.toThrow(DataKeyMissingError)
})

test('an erased key says that it was erased, whether its row is read here or along with what it opened', async () => {
  const { id } = await transaction(createDataKey)
  const erased = { wrapped: new Uint8Array(0), erasedAt: new Date() }
  const row = await database().dataKey.update({ where: { id }, data: erased })

  await expect(dataKey(database(), id)).rejects.toThrow(new DataKeyErasedError(id))
  await expect(unwrapDataKey(row)).rejects.toThrow(DataKeyErasedError)
})

test('a data key is undone with the transaction that made it', async () => {
  const id = await transaction(async (tx) => {
    throw Object.assign(new Error('undone'), await createDataKey(tx))
  }).catch((error: { id: string }) => error.id)
  await expect(dataKey(database(), id)).rejects.toThrow(DataKeyMissingError)
})

test('rows whose wrapped keys were swapped open nothing', async () => {
  const [one, other] = [await transaction(createDataKey), await transaction(createDataKey)]
  const { wrapped } = await database().dataKey.findUniqueOrThrow({ where: { id: other.id } })
  await database().dataKey.update({ where: { id: one.id }, data: { wrapped } })
  await expect(dataKey(database(), one.id)).rejects.toThrow(SealBrokenError)
})

test('processes that need a system key first at once agree on one', async () => {
  const processes = await Promise.all(Array.from({ length: 6 }, anotherProcess))
  const keys = await Promise.all(processes.map(({ systemKey }) => systemKey('SESSION')))

  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1)
  expect(await database().dataKey.count({ where: { name: 'SESSION' } })).toBe(1)
  await Promise.all(processes.map(({ disconnect }) => disconnect()))
})

test('the loser of a race uses the winner’s key', async () => {
  const id = randomUUID()
  const { keyring } = await import('./keyring')
  const winner = Buffer.alloc(32, 9)
  const data = { id, name: 'CODES', ...(await keyring().wrap(id, winner)) }

  const loser = await database().$transaction(async (tx) => {
    await tx.dataKey.create({ data }) // unseen until we commit, and the insert of the loser waits for it
    const running = systemKey('CODES')
    await vi.waitUntil(someoneWaitsForALock, PATIENCE)
    return { running }
  }, WAITS)
  expect(await loser.running).toEqual(winner)
})

test('a failure is not remembered', async () => {
  const id = randomUUID()
  await database().dataKey.create({ data: { id, name: 'OUTBOX', keyringId: 'lost', wrapped: Buffer.alloc(61) } })
  await expect(systemKey('OUTBOX')).rejects.toMatchObject({ name: 'KeyringKeyMissingError' })
  await database().dataKey.delete({ where: { id } })
  expect(await systemKey('OUTBOX')).toHaveLength(32)
})

test('a blind index is the same each time, and differs by kind and by value', async () => {
  const phone = await blindIndex('phone', '+8613800138000')
  expect(phone).toHaveLength(32)
  expect(await blindIndex('phone', '+8613800138000')).toEqual(phone)
  expect(await blindIndex('phone', '+8613800138001')).not.toEqual(phone)
  expect(await blindIndex('idNumber', '+8613800138000')).not.toEqual(phone)
})
