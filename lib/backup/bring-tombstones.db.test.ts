import { rmSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { keepTombstones } from '@/lib/erasing/keep-tombstones'
import { appendTombstones, tombstonePath } from '@/lib/erasing/tombstone-file'
import { aKeptFile } from '@/tests/factories/kept-files'
import { collected } from '@/tests/setup/collected'
import { allTombstones } from './all-tombstones'
import { bringTombstones } from './bring-tombstones'

const path = tombstonePath(process.env.ZHUNXIN_DATA ?? '')
beforeEach(async () => {
  await database().keptTombstone.deleteMany()
  await database().tombstone.deleteMany()
  rmSync(path, { force: true })
})

/** A file that was erased by a node, as that one's file has it and an older copy of the database has not. */
async function erasedElsewhere(): Promise<{ fileId: string; dataKeyId: string }> {
  const { id, dataKeyId } = await aKeptFile()
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
  const known = await aKeptFile()
  await finishErasing(await transaction((tx) => eraseFiles(tx, [known.id], 'RETENTION')))
  expect(await bringTombstones()).toBe(0)

  const { dataKeyId } = await erasedElsewhere()
  expect(await isErased(dataKeyId)).toBe(false)
  expect(await bringTombstones()).toBe(1)
  expect(await isErased(dataKeyId)).toBe(true)
  expect(await bringTombstones()).toBe(0)
  await keepTombstones()
  expect(await database().keptTombstone.count()).toBe(2)
})

test('a folder that kept nothing brings nothing', async () => {
  expect(await bringTombstones()).toBe(0)
})

test('all that are known are those of the file and those of the database, each once', async () => {
  const { dataKeyId } = await erasedElsewhere()
  const other = await aKeptFile()
  await transaction((tx) => eraseFiles(tx, [other.id], 'RETENTION')) // another node keeps it
  const ids = (await collected(allTombstones())).map((tombstone) => tombstone.dataKeyId)
  expect(ids).toEqual([dataKeyId, other.dataKeyId])
  await bringTombstones()
  expect(await collected(allTombstones())).toHaveLength(2)
})
