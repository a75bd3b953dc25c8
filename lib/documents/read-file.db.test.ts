import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { blobStore } from '@/lib/storage/blob-store'
import { BlobMissingError } from '@/lib/storage/store-port'
import { aFileInVault } from '@/tests/factories/stored-files'
import { findPage, readPage } from './read-file'
import { findOriginal } from './read-original'

const notFound = { code: 'NOT_FOUND' }

test('what was removed while someone was about to read it is not there; what was lost is no such thing', async () => {
  const file = await aFileInVault()
  const page = await findPage({ fileId: file.id, variant: 'RENDITION', page: 0 })
  await blobStore().remove(file.rendition)
  await expect(readPage(page)).rejects.toBeInstanceOf(BlobMissingError)
  await database().storedBlob.delete({ where: { id: file.rendition } })
  await expect(readPage(page)).rejects.toMatchObject(notFound)
})

test('there is no page, and no original, of what there is not', async () => {
  const file = await aFileInVault()
  await expect(findPage({ fileId: file.id, variant: 'RENDITION', page: 1 })).rejects.toMatchObject(notFound)
  await expect(findOriginal(newId())).rejects.toMatchObject(notFound)
  expect((await findOriginal(file.id)).size).toBe(20_000)
  await database().storedBlob.delete({ where: { id: file.original } })
  await expect(findOriginal(file.id)).rejects.toMatchObject(notFound)
})

test('there is none of what was erased', async () => {
  const file = await aFileInVault()
  const erased = { wrapped: new Uint8Array(), erasedAt: new Date() }
  await database().dataKey.update({ where: { id: file.dataKeyId }, data: erased })
  await expect(findOriginal(file.id)).rejects.toMatchObject(notFound)
})
