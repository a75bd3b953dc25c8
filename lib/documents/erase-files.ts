import 'server-only'
import { logBug } from '@/lib/core/log'
import type { Tx } from '@/lib/db/client'
import { eraseDataKeys } from '@/lib/erasing/erase-data-keys'
import { keepTombstones } from '@/lib/erasing/keep-tombstones'
import { removeBlobs } from './receive-file'

/**
 * Makes files unreadable: their keys are deleted, their names cleared, and their blobs are no longer known.
 * What stays is the row, for whatever speaks of it, and a tombstone.
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
  await tx.storedBlob.deleteMany({ where: { fileId: { in: files.map(({ id }) => id) } } })
  return files.flatMap(({ blobs }) => blobs.map(({ id }) => id))
}

/**
 * After the commit of an erasure: keeps its tombstones outside the database, then takes the blobs out of the store.
 * Failing, it leaves ciphertext without a key and tombstones that the clock keeps later: no reason to fail what was done.
 */
export async function finishErasing(blobIds: readonly string[]): Promise<void> {
  if (blobIds.length === 0) return
  await keepTombstones('HOUR').catch((error: unknown) => logBug(error, { act: 'tombstones.keep' }))
  await removeBlobs(blobIds)
}
