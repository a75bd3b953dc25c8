import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { DataKeyErasedError, dataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import { VIEW_COUNT, VIEW_LENGTH } from '@/lib/imaging/likeness/sketch'
import { eraseDataKeys } from '@/lib/keys/erasing/erase-data-keys'
import { storeTombstones } from '@/lib/keys/erasing/store-tombstones'
import { readTombstones, tombstonePath } from '@/lib/keys/erasing/tombstone-file'
import { blobStore } from '@/lib/storage/blob-store'
import { readBlob } from '@/lib/storage/vault'
import { aReading, readAs } from '@/tests/factories/readings'
import { aFileInParts, aFileInVault } from '@/tests/factories/stored-files'
import { collected } from '@/tests/setup/collected'
import { dropUnusedFiles } from './drop-files'
import { eraseFiles, finishErasing } from './erase-files'
import { likenessInsert } from './likeness/likeness-insert'
import { findPage } from './read-file'
import { readFileNames } from './read-file-names'

afterEach(() => vi.restoreAllMocks())

const tombstones = () => collected(readTombstones(tombstonePath(process.env.ZHUNXIN_DATA ?? '')))

test('an erased file has no key, no name, no blob; what is left is a tombstone, in the database and outside of it', async () => {
  const file = await aFileInVault()

  await finishErasing(await transaction((tx) => eraseFiles(tx, [file.id], 'RETENTION')))

  await expect(dataKey(database(), file.dataKeyId)).rejects.toBeInstanceOf(DataKeyErasedError)
  const page = { fileId: file.id, variant: 'RENDITION', page: 0 } as const
  await expect(findPage(page)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await readFileNames([file.id])).toEqual(new Map())
  for (const blob of [file.original, file.rendition]) expect(await blobStore().has(blob)).toBe(false)
  const facts = {
    ...{ dataKeyId: file.dataKeyId, kind: 'FILE', subjectId: file.id, reason: 'RETENTION' },
    keyringIds: ['test'],
  }
  expect(await database().tombstone.findUnique({ where: { dataKeyId: file.dataKeyId } })).toMatchObject(facts)
  expect(await tombstones()).toContainEqual({ ...facts, sha256: file.sha256, at: expect.any(String) })
})

test('what was read in an erased file is deleted, and what it is compared by; that of other files stays', async () => {
  const [file, other] = [await aFileInVault(), await aFileInVault()]
  const sketch = Buffer.from(Float32Array.from({ length: VIEW_COUNT * VIEW_LENGTH }, (_, at) => at + 1).buffer)
  for (const { id } of [file, other]) {
    await readAs(id, aReading())
    await database().$executeRaw(await likenessInsert(id, 'ID_PORTRAIT', [sketch]))
  }
  await finishErasing(await transaction((tx) => eraseFiles(tx, [file.id], 'RETENTION')))
  const left = async ({ id: fileId }: { id: string }) => [
    await database().reading.count({ where: { fileId } }),
    await database().likeness.count({ where: { fileId } }),
    await database().storedBlob.count({ where: { fileId } }),
  ]
  expect(await left(file)).toEqual([0, 0, 0])
  expect(await left(other)).toEqual([1, 1, 2])
})

test('of an erased file that came in parts, no part is left', async () => {
  const file = await aFileInParts()
  await finishErasing(await transaction((tx) => eraseFiles(tx, [file.id], 'RETENTION')))
  for (const part of file.parts) expect(await blobStore().has(part)).toBe(false)
  expect(await database().storedBlob.count({ where: { fileId: file.id } })).toBe(0)
})

test('a file that no slot holds any more is erased the same way, rows and all', async () => {
  const file = await aFileInVault()

  await finishErasing(await transaction((tx) => dropUnusedFiles(tx, [file.id])))

  expect(await database().dataKey.findUnique({ where: { id: file.dataKeyId } })).toBeNull()
  expect(await database().storedFile.findUnique({ where: { id: file.id } })).toBeNull()
  expect((await tombstones()).filter(({ subjectId }) => subjectId === file.id)).toMatchObject([{ reason: 'UNUSED' }])
})

test('an erasure that is rolled back erased nothing, and notified nobody', async () => {
  const file = await aFileInVault()

  const failing = transaction(async (tx) => {
    await eraseFiles(tx, [file.id], 'RETENTION')
    throw new Error('taken back')
  })
  await expect(failing).rejects.toThrow('taken back')
  await storeTombstones()

  const key = await dataKey(database(), file.dataKeyId)
  expect(await buffer(await readBlob({ id: file.original, key }))).toHaveLength(20_000)
  expect((await tombstones()).some(({ subjectId }) => subjectId === file.id)).toBe(false)
})

test('a second erasure of a file does not change its first reason and time', async () => {
  const file = await aFileInVault()
  await transaction((tx) => eraseFiles(tx, [file.id], 'RETENTION'))
  const first = await database().tombstone.findUniqueOrThrow({ where: { dataKeyId: file.dataKeyId } })
  const erasedAt = async () =>
    (await database().dataKey.findUniqueOrThrow({ where: { id: file.dataKeyId } })).erasedAt?.getTime()
  const before = await erasedAt()

  await transaction((tx) => eraseFiles(tx, [file.id], 'REQUEST'))

  expect(await database().tombstone.findUnique({ where: { dataKeyId: file.dataKeyId } })).toEqual(first)
  expect(await erasedAt()).toBe(before)
})

test('a key of the system is not shredded', async () => {
  const { id } = await database().dataKey.create({
    data: { name: `TEST_${newId()}`, wrapped: randomBytes(61), keyringId: 'test' },
  })

  await transaction((tx) => eraseDataKeys(tx, [{ dataKeyId: id, kind: 'PERSON', subjectId: newId() }], 'REQUEST'))

  expect(await database().dataKey.findUnique({ where: { id } })).toMatchObject({ erasedAt: null })
  expect(await database().tombstone.findUnique({ where: { dataKeyId: id } })).toBeNull()
})

test('tombstones that a killed process did not store are stored later, and all of them again when the file is lost', async () => {
  const [first, second] = [await aFileInVault(), await aFileInVault()]
  await transaction((tx) => eraseFiles(tx, [first.id], 'RETENTION')) // and the process is killed here
  await storeTombstones()
  await storeTombstones()
  expect((await tombstones()).filter(({ subjectId }) => subjectId === first.id)).toHaveLength(1)

  rmSync(tombstonePath(process.env.ZHUNXIN_DATA ?? ''))
  await finishErasing(await transaction((tx) => eraseFiles(tx, [second.id], 'RETENTION')))
  expect((await tombstones()).map(({ subjectId }) => subjectId)).toEqual(expect.arrayContaining([first.id, second.id]))
})

test('a store that fails takes no erasure back', async () => {
  const file = await aFileInVault()
  vi.spyOn(blobStore(), 'remove').mockRejectedValue(new Error('stalled'))

  await finishErasing(await transaction((tx) => eraseFiles(tx, [file.id], 'RETENTION')))

  await expect(dataKey(database(), file.dataKeyId)).rejects.toBeInstanceOf(DataKeyErasedError)
  expect((await tombstones()).some(({ subjectId }) => subjectId === file.id)).toBe(true)
})
