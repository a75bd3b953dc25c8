import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { createDataKey } from '@/lib/crypto/data-keys'
import { type FieldPlace, seal } from '@/lib/crypto/fields'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { DocumentKind, PictureDoubt } from '@/lib/db/generated/enums'
import { displayName } from './file-name'
import { type ReceivedFile, removeBlobs } from './receive-file'
import { lockUploadsFor, refuseOverUploadQuota } from './upload-quota'

/** Limits the uploads in progress of one person, or phone, for one qualification; a further one drops the oldest. */
const MAX_IN_PROGRESS = 10

type Announced = {
  id: string
  qualificationId: string
  kind: DocumentKind
  senderSignatureId: string | null
  startedById: string
  /** The phone that sends it; null for a person. */
  phoneSessionId: string | null
  size: number
  name: string
  doubts?: PictureDoubt[] | undefined
}

export const uploadNamePlace = (id: string): FieldPlace => ({ table: 'uploads', column: 'name_sealed', row: id })

/**
 * Writes down that a file is coming, with a key of its own.
 *
 * @throws DomainError TOO_MANY_UNFINISHED
 */
export async function createPartialFile({ name, doubts = [], ...announced }: Announced): Promise<void> {
  const sender = { startedById: announced.startedById, phoneSessionId: announced.phoneSessionId }
  const blobIds = await transaction(async (tx) => {
    const accountId = await lockUploadsFor(tx, announced.qualificationId)
    const { id: dataKeyId, key } = await createDataKey(tx)
    const nameSealed = seal(key, uploadNamePlace(announced.id), displayName(name))
    await tx.upload.create({ data: { ...announced, doubts, dataKeyId, nameSealed } })
    const tooMany = await tx.upload.findMany({
      where: { ...sender, qualificationId: announced.qualificationId, takenAt: null },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: MAX_IN_PROGRESS,
      select: { id: true },
    })
    const abandoned = await deletePartialFiles(
      tx,
      tooMany.map(({ id }) => id),
    )
    const dropped = await refuseOverUploadQuota(tx, { accountId, ...sender })
    return [...abandoned, ...(await deletePartialFiles(tx, dropped))]
  })
  await removeBlobs(blobIds)
}

/**
 * Closes an upload whose file is stored in the caller's transaction: only that is still known here, for a sender who
 * got no answer. Its parts are the file's from now on, as its key is.
 *
 * @param retained the blobs of the file
 * @returns the parts that are not among them, to take out of the store after the commit
 * @throws DomainError CONFLICT when it was dropped, or closed, meanwhile: its parts may be gone
 */
export async function closePartialFile(tx: Tx, id: string, retained: readonly string[]): Promise<string[]> {
  const [closed] = await tx.$queryRaw<{ dataKeyId: string }[]>`
    WITH before AS (SELECT id, data_key_id FROM uploads WHERE id = ${id}::uuid AND taken_at IS NULL FOR UPDATE)
    UPDATE uploads u SET received = u.size, taken_at = clock_timestamp(), data_key_id = NULL, name_sealed = NULL
    FROM before b WHERE u.id = b.id
    RETURNING b.data_key_id AS "dataKeyId"`
  if (!closed) throw new DomainError('CONFLICT', 'The upload was dropped meanwhile')
  const parts = await tx.uploadPart.findMany({ where: { uploadId: id }, select: { id: true } })
  await tx.uploadPart.deleteMany({ where: { uploadId: id } })
  await tx.dataKey.delete({ where: { id: closed.dataKeyId } })
  return parts.map(({ id: part }) => part).filter((part) => !retained.includes(part))
}

/**
 * Takes what was stored of a file that no row knows out of the store, except the parts of an upload that may continue.
 */
export async function discardReceived({ blobs }: ReceivedFile): Promise<void> {
  const ids = blobs.map(({ id }) => id)
  const parts = await database().uploadPart.findMany({ where: { id: { in: ids } }, select: { id: true } })
  const retained = new Set(parts.map(({ id }) => id))
  await removeBlobs(ids.filter((id) => !retained.has(id)))
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

/** Drops uploads that nobody finished in a day. */
export async function collectPartialFiles(): Promise<void> {
  const expired = await database().$queryRaw<{ id: string }[]>`
    SELECT id::text FROM uploads WHERE expires_at <= clock_timestamp()`
  await dropPartialFiles(expired.map(({ id }) => id))
}
