import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { collected } from '@/tests/setup/collected'
import { storeTombstones } from './store-tombstones'
import { appendTombstones, readTombstones, tombstonePath } from './tombstone-file'

const given = vi.hoisted((): { ZHUNXIN_DATA?: string } => ({}))
vi.mock(import('@/lib/core/env'), async (original) => {
  const { env, ...rest } = await original()
  return { ...rest, env: () => ({ ...env(), ...given }) }
})
vi.mock(import('./tombstone-file'), async (original) => {
  const file = await original()
  return { ...file, appendTombstones: vi.fn(file.appendTombstones) }
})

const folders = ['a', 'b'].map((name) => path.join(process.env.ZHUNXIN_DATA ?? '', name))
const [a = '', b = ''] = folders
beforeEach(async () => {
  await database().storedTombstone.deleteMany()
  await database().tombstone.deleteMany()
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
  }
})

async function anErasure(hoursAgo = 0): Promise<string> {
  const dataKeyId = newId()
  const at = new Date(Date.now() - hoursAgo * 3_600_000)
  await database().tombstone.create({ data: { dataKeyId, kind: 'FILE', subjectId: newId(), reason: 'UNUSED', at } })
  return dataKeyId
}

/** Acts as a process with this data folder does. */
async function tombstonesIn(folder: string, lookBack?: 'HOUR'): Promise<string[]> {
  given.ZHUNXIN_DATA = folder
  await storeTombstones(lookBack)
  return (await collected(readTombstones(tombstonePath(folder)))).map(({ dataKeyId }) => dataKeyId)
}

test('each data folder stores what any node erased', async () => {
  const first = await anErasure()
  expect(await tombstonesIn(a)).toEqual([first])
  const second = await anErasure()
  expect(await tombstonesIn(b)).toEqual([first, second])
  expect(await tombstonesIn(a)).toEqual([first, second])
})

test('what a folder has is not written again; a file that is gone is', async () => {
  await anErasure()
  await tombstonesIn(a)
  await tombstonesIn(b)
  vi.mocked(appendTombstones).mockClear()
  await tombstonesIn(a)
  expect(appendTombstones).not.toHaveBeenCalled()

  rmSync(tombstonePath(a))
  expect(await tombstonesIn(a)).toHaveLength(1)
  expect(appendTombstones).toHaveBeenCalledOnce()
})

test('after an erasure the last hour is read, and by the clock all tombstones, however many', async () => {
  const kept = await anErasure(3)
  await tombstonesIn(a)
  const old = await anErasure(2)
  const recent = await anErasure()
  expect(await tombstonesIn(a, 'HOUR')).toEqual([kept, recent])
  expect(await tombstonesIn(a)).toEqual([kept, recent, old])

  for (let count = 0; count < 1_001; count += 1) await anErasure()
  expect(await tombstonesIn(a)).toHaveLength(1_004)
})
