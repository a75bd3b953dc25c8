import { createHash, randomBytes } from 'node:crypto'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import type { ReceivedFile } from '@/lib/documents/receive-file'
import { storeExaminedFile } from '@/lib/documents/store-file'
import { writePart } from '@/lib/storage/parts'
import { writeBlob } from '@/lib/storage/vault'
import { aReadyDraft, aRegisteredApplicant } from './qualifications'

/** Stores a file as an upload does: rows, and blobs in the store. */
export async function aFileInVault() {
  const [original, rendition] = [newId(), newId()]
  const key = randomBytes(32)
  const plaintext = randomBytes(20_000)
  for (const blob of [original, rendition]) await writeBlob({ id: blob, key, plaintext })
  const blobs = [
    { id: original, variant: 'ORIGINAL' as const, page: 0, size: plaintext.length },
    { id: rendition, variant: 'RENDITION' as const, page: 0, size: plaintext.length },
  ]
  return { ...(await storedAs(key, plaintext, blobs)), key, original, rendition }
}

/** Stores a file that came in three parts of one length, without anything that is shown of it. */
export async function aFileInParts() {
  const key = randomBytes(32)
  const plaintext = randomBytes(60_000)
  const blobs = [0, 1, 2].map((page) => ({ id: newId(), variant: 'ORIGINAL' as const, page, size: 20_000 }))
  for (const { id, page, size } of blobs) {
    const place = { position: page * size, total: plaintext.length }
    await writePart(id, key, place, plaintext.subarray(place.position, place.position + size))
  }
  return { ...(await storedAs(key, plaintext, blobs)), parts: blobs.map(({ id }) => id), plaintext }
}

async function storedAs(key: Buffer, plaintext: Buffer, blobs: ReceivedFile['blobs']) {
  const applicant = await aRegisteredApplicant()
  const id = newId()
  const sha256 = createHash('sha256').update(plaintext).digest()
  const about = { mediaType: 'image/jpeg' as const, size: plaintext.length, pageCount: 1, width: 800, height: 600 }
  const of = { accountId: applicant.accountId, uploadedById: applicant.id, name: '正面.jpg' }
  await transaction((tx) => storeExaminedFile(tx, { ...about, id, key, sha256, blobs }, of))
  const { dataKeyId } = await database().storedFile.findUniqueOrThrow({ where: { id } })
  return { id, dataKeyId, sha256: sha256.toString('hex') }
}

/** Makes a draft whose files have a blob each, of so many bytes; returns the ids of the files. */
export async function filesOfADraft(bytes: number): Promise<string[]> {
  const { id } = await aReadyDraft()
  const files = await database().storedFile.findMany({
    where: { pages: { some: { document: { submission: { qualificationId: id } } } } },
  })
  for (const file of files) {
    const blobId = newId()
    await writeBlob({ id: blobId, key: await dataKey(database(), file.dataKeyId), plaintext: randomBytes(bytes) })
    await database().storedBlob.create({ data: { id: blobId, fileId: file.id, variant: 'ORIGINAL', size: bytes } })
  }
  return files.map(({ id: fileId }) => fileId)
}
