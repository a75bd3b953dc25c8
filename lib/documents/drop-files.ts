import 'server-only'
import type { Tx } from '@/lib/db/client'

/**
 * Deletes those of the files that no slot of any submission holds any more: rows and keys, which makes them unreadable
 * at once. The caller has locked what could take them up again.
 *
 * @returns the blobs to take out of the store after the commit, by `removeBlobs`
 */
export async function dropUnusedFiles(tx: Tx, fileIds: readonly string[]): Promise<string[]> {
  const unused = await tx.storedFile.findMany({
    where: { id: { in: [...fileIds] }, pages: { none: {} } },
    include: { blobs: true },
  })
  const ids = unused.map(({ id }) => id)
  await tx.storedBlob.deleteMany({ where: { fileId: { in: ids } } })
  await tx.storedFile.deleteMany({ where: { id: { in: ids } } })
  await tx.dataKey.deleteMany({ where: { id: { in: unused.map(({ dataKeyId }) => dataKeyId) } } })
  return unused.flatMap(({ blobs }) => blobs.map(({ id }) => id))
}
