import 'server-only'
import { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { createDataKey, unwrapDataKey } from '@/lib/crypto/data-keys'
import { type FieldPlace, open, seal } from '@/lib/crypto/fields'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { readBlob, writeBlob } from '@/lib/storage/vault'
import { displayName } from './file-name'
import { removeBlobs } from './receive-file'
import { tellOfStore } from './store-failure'
import { lockUploadsFor, refuseOverUploadQuota } from './upload-quota'

/** Bytes of a file that are stored, and acknowledged, at once: a crash costs the sender no more than these. */
export const PART_BYTES = 1024 * 1024

/** Under way at once for one qualification, by one person; whoever begins more gives up the oldest. */
const MOST_UNDER_WAY = 10

type Announced = {
  id: string
  qualificationId: string
  kind: DocumentKind
  senderSignatureId: string | null
  startedById: string
  size: number
  name: string
}

const uploadNamePlace = (id: string): FieldPlace => ({ table: 'uploads', column: 'name_sealed', row: id })

/**
 * Writes down that a file is coming, with a key of its own.
 *
 * @throws DomainError TOO_MANY_UNFINISHED
 */
export async function beginPartialFile({ name, ...announced }: Announced): Promise<void> {
  const blobIds = await transaction(async (tx) => {
    const accountId = await lockUploadsFor(tx, announced.qualificationId)
    const { id: dataKeyId, key } = await createDataKey(tx)
    const nameSealed = seal(key, uploadNamePlace(announced.id), displayName(name))
    await tx.upload.create({ data: { ...announced, dataKeyId, nameSealed } })
    const tooMany = await tx.upload.findMany({
      where: { startedById: announced.startedById, qualificationId: announced.qualificationId, takenAt: null },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: MOST_UNDER_WAY,
      select: { id: true },
    })
    const givenUp = await deletePartialFiles(
      tx,
      tooMany.map(({ id }) => id),
    )
    const dropped = await refuseOverUploadQuota(tx, { accountId, startedById: announced.startedById })
    return [...givenUp, ...(await deletePartialFiles(tx, dropped))]
  })
  await removeBlobs(blobIds)
}

type Progress = { id: string; received: number }

/**
 * Stores what comes next, encrypted and durable when it returns. What was written meanwhile by someone else is not
 * overwritten.
 *
 * @throws DomainError CONFLICT when it doesn't begin where the file ends by now, TRY_AGAIN when the store can't be used
 */
export async function appendToPartialFile(
  { id, received }: Progress,
  key: Buffer,
  bytes: Buffer,
): Promise<{ id: string }> {
  const part = newId()
  try {
    await writeBlob({ id: part, key, plaintext: bytes })
    await transaction(async (tx) => {
      const { count } = await tx.upload.updateMany({
        where: { id, received, takenAt: null },
        data: { received: received + bytes.length },
      })
      if (count !== 1) throw new DomainError('CONFLICT', 'It went on, or ended, since it was read')
      await tx.uploadPart.create({ data: { id: part, uploadId: id, position: received, size: bytes.length } })
    })
    return { id: part }
  } catch (failure) {
    const error = tellOfStore(failure, 'blob.put')
    // A commit whose answer got lost may have happened: then its row knows the blob.
    if (error instanceof DomainError) await removeBlobs([part])
    throw error
  }
}

/** All that was acknowledged, in order, and then `last`, which comes to no more than the rest. */
export function readPartialFile(parts: readonly { id: string }[], key: Buffer, last: Buffer): Readable {
  return Readable.from(bytesOf(parts, key, last))
}

async function* bytesOf(parts: readonly { id: string }[], key: Buffer, last: Buffer): AsyncGenerator<Buffer> {
  for (const { id } of parts) yield* await readBlob({ id, key })
  yield last
}

/** @throws DataKeyErasedError when it can't be opened any more */
export async function openPartialFile(upload: {
  id: string
  nameSealed: Uint8Array
  dataKey: Parameters<typeof unwrapDataKey>[0]
}): Promise<{ key: Buffer; name: string }> {
  const key = await unwrapDataKey(upload.dataKey)
  return { key, name: open(key, uploadNamePlace(upload.id), upload.nameSealed) }
}

/** It is whole and stands in its slot: only that is still known here, for a sender to whom no answer came through. */
export async function closePartialFile(id: string): Promise<void> {
  const blobIds = await transaction(async (tx) => {
    const [closed] = await tx.$queryRaw<{ dataKeyId: string }[]>`
      WITH before AS (SELECT id, data_key_id FROM uploads WHERE id = ${id}::uuid AND taken_at IS NULL FOR UPDATE)
      UPDATE uploads u SET received = u.size, taken_at = clock_timestamp(), data_key_id = NULL, name_sealed = NULL
      FROM before b WHERE u.id = b.id
      RETURNING b.data_key_id AS "dataKeyId"`
    if (!closed) return []
    const parts = await tx.uploadPart.findMany({ where: { uploadId: id } })
    await tx.uploadPart.deleteMany({ where: { uploadId: id } })
    await tx.dataKey.delete({ where: { id: closed.dataKeyId } })
    return parts.map(({ id: part }) => part)
  })
  await removeBlobs(blobIds)
}

/** Gives up files that are on their way: rows and keys first, which makes them unreadable at once, then the blobs. */
export async function dropPartialFiles(ids: readonly string[]): Promise<void> {
  await removeBlobs(await transaction((tx) => deletePartialFiles(tx, ids)))
}

/** Returns the blobs to take out of the store after the commit. */
export async function deletePartialFiles(tx: Tx, ids: readonly string[]): Promise<string[]> {
  // Locked first, so that no part is added to what goes.
  const uploads = await tx.$queryRaw<{ id: string; dataKeyId: string | null }[]>`
    SELECT id::text, data_key_id::text AS "dataKeyId" FROM uploads WHERE id = ANY(${[...ids]}::uuid[])
    ORDER BY id FOR UPDATE`
  const found = uploads.map(({ id }) => id)
  const parts = await tx.uploadPart.findMany({ where: { uploadId: { in: found } }, select: { id: true } })
  await tx.upload.deleteMany({ where: { id: { in: found } } })
  const keys = uploads.flatMap(({ dataKeyId }) => dataKeyId ?? [])
  await tx.dataKey.deleteMany({ where: { id: { in: keys } } })
  return parts.map(({ id }) => id)
}

/** What nobody finished in a day is given up. */
export async function collectPartialFiles(): Promise<void> {
  const expired = await database().$queryRaw<{ id: string }[]>`
    SELECT id::text FROM uploads WHERE expires_at <= clock_timestamp()`
  await dropPartialFiles(expired.map(({ id }) => id))
}
