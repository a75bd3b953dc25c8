import { rmSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { storeTombstones } from '@/lib/keys/erasing/store-tombstones'
import { appendTombstones, tombstonePath } from '@/lib/keys/erasing/tombstone-file'
import { aFileInVault } from '@/tests/factories/stored-files'
import { collected } from '@/tests/setup/collected'
import { allTombstones } from './all-tombstones'
import { importTombstones } from './import-tombstones'

const path = tombstonePath(process.env.ZHUNXIN_DATA ?? '')
beforeEach(async () => {
  await database().storedTombstone.deleteMany()
  await database().tombstone.deleteMany()
  rmSync(path, { force: true })
})

/** A file that was erased by a node, as that one's file has it and an older copy of the database has not. */
async function erasedElsewhere(): Promise<{ fileId: string; dataKeyId: string }> {
  const { id, dataKeyId } = await aFileInVault()
  await appendTombstones(path, [
    {
      dataKeyId,
      kind: 'FILE',
      subjectId: id,
      sha256: null,
      reason: 'REQUEST',
      at: new Date().toISOString(),
      keyringIds: [],
    },
  ])
  return { fileId: id, dataKeyId }
}
const isErased = async (id: string) => (await database().dataKey.findUnique({ where: { id } }))?.erasedAt !== null

test('a folder whose last tombstone the database does not know erases again what was brought back, once', async () => {
  const known = await aFileInVault()
  await finishErasing(await transaction((tx) => eraseFiles(tx, [known.id], 'RETENTION')))
  expect(await importTombstones()).toBe(0)

  const { dataKeyId } = await erasedElsewhere()
  expect(await isErased(dataKeyId)).toBe(false)
  expect(await importTombstones()).toBe(1)
  expect(await isErased(dataKeyId)).toBe(true)
  expect(await importTombstones()).toBe(0)
  await storeTombstones()
  expect(await database().storedTombstone.count()).toBe(2)
})

test('a folder without tombstones imports nothing', async () => {
  expect(await importTombstones()).toBe(0)
})

test('all that are known are those of the file and those of the database, each once', async () => {
  const { dataKeyId } = await erasedElsewhere()
  const other = await aFileInVault()
  await transaction((tx) => eraseFiles(tx, [other.id], 'RETENTION')) // another node stores it
  const ids = (await collected(allTombstones())).map((tombstone) => tombstone.dataKeyId)
  expect(ids).toEqual([dataKeyId, other.dataKeyId])
  await importTombstones()
  expect(await collected(allTombstones())).toHaveLength(2)
})
