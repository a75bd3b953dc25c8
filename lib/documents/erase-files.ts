import 'server-only'
import { logBug } from '@/lib/core/log'
import type { Tx } from '@/lib/db/client'
import { eraseDataKeys } from '@/lib/keys/erasing/erase-data-keys'
import { storeTombstones } from '@/lib/keys/erasing/store-tombstones'
import { removeBlobs } from './receive-file'

/**
 * Makes files unreadable: their keys are deleted, their names, readings and likenesses too, and their blobs are no
 * longer known. What stays is the row, for other rows that refer to it, and a tombstone.
 *
 * @param reason a code
 * @returns the blobs to take out of the store after the commit, by `finishErasing`
 */
export async function eraseFiles(tx: Tx, fileIds: readonly string[], reason: string): Promise<string[]> {
  const files = await tx.storedFile.findMany({ where: { id: { in: [...fileIds] } }, include: { blobs: true } })
  const subjects = files.map(
    ({ id, dataKeyId, sha256 }) => ({ dataKeyId, kind: 'FILE', subjectId: id, sha256 }) as const,
  )
  await eraseDataKeys(tx, subjects, reason)
  await tx.reading.deleteMany({ where: { fileId: { in: files.map(({ id }) => id) } } })
  await tx.likeness.deleteMany({ where: { fileId: { in: files.map(({ id }) => id) } } })
  await tx.storedBlob.deleteMany({ where: { fileId: { in: files.map(({ id }) => id) } } })
  return files.flatMap(({ blobs }) => blobs.map(({ id }) => id))
}

/**
 * Stores the tombstones of a committed erasure outside the database, then removes the blobs from the store. Where that
 * fails, ciphertext without a key remains, and tombstones that the clock stores later: no reason to fail what is
 * committed.
 */
export async function finishErasing(blobIds: readonly string[]): Promise<void> {
  if (blobIds.length === 0) return
  await storeTombstones('HOUR').catch((error: unknown) => logBug(error, { act: 'tombstones.keep' }))
  await removeBlobs(blobIds)
}
