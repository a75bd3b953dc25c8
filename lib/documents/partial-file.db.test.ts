import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { blobStore } from '@/lib/storage/blob-store'
import { aDraft } from '@/tests/factories/qualifications'
import { appendToPartialFile } from './continue-partial-file'
import { closePartialFile, createPartialFile, dropPartialFiles } from './partial-file'

const key = randomBytes(32)

async function aPartialFile(): Promise<string> {
  const { id: qualificationId, applicant } = await aDraft()
  const about = { kind: 'ID_PORTRAIT', senderSignatureId: null, size: 100, name: '人像面.jpg' } as const
  const id = newId()
  await createPartialFile({ id, qualificationId, startedById: applicant.id, phoneSessionId: null, ...about })
  return id
}

async function blobs(): Promise<number> {
  let count = 0
  for await (const _ of blobStore().list()) count += 1
  return count
}

test('what doesn’t start where the file ends by now is refused, and leaves no blob', async () => {
  const id = await aPartialFile()
  await appendToPartialFile({ id, size: 100, received: 0 }, key, randomBytes(10))
  const before = await blobs()
  const again = appendToPartialFile({ id, size: 100, received: 0 }, key, randomBytes(10))
  await expect(again).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await blobs()).toBe(before)
  expect(await database().upload.findUniqueOrThrow({ where: { id } })).toMatchObject({ received: 10 })
})

test('nothing of a complete file stays here, and all of the others', async () => {
  const [id, other] = [await aPartialFile(), await aPartialFile()]
  for (const each of [id, other]) await appendToPartialFile({ id: each, size: 100, received: 0 }, key, randomBytes(10))
  const blobIds = await transaction((tx) => closePartialFile(tx, id, []))
  expect(blobIds).toHaveLength(1)
  const partsOf = (uploadId: string) => database().uploadPart.count({ where: { uploadId } })
  expect([await partsOf(id), await partsOf(other)]).toEqual([0, 1])
})

test('an upload is closed once, and not once it was dropped', async () => {
  const [id, dropped] = [await aPartialFile(), await aPartialFile()]
  await transaction((tx) => closePartialFile(tx, id, []))
  await dropPartialFiles([dropped])
  for (const each of [id, dropped]) {
    const again = transaction((tx) => closePartialFile(tx, each, []))
    await expect(again).rejects.toMatchObject({ code: 'CONFLICT' })
  }
})
