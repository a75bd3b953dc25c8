import 'server-only'
import type { Tx } from '@/lib/db/client'
import { eraseFiles } from './erase-files'

/**
 * Erases those of the files that no slot of any submission holds any more, rows and all. The caller has locked what
 * could take them up again.
 *
 * @returns the blobs to take out of the store after the commit, by `finishErasing`
 */
export async function dropUnusedFiles(tx: Tx, fileIds: readonly string[]): Promise<string[]> {
  if (fileIds.length === 0) return []
  const unused = await tx.storedFile.findMany({ where: { id: { in: [...fileIds] }, pages: { none: {} } } })
  const ids = unused.map(({ id }) => id)
  const blobs = await eraseFiles(tx, ids, 'UNUSED')
  await tx.storedFile.deleteMany({ where: { id: { in: ids } } })
  await tx.dataKey.deleteMany({ where: { id: { in: unused.map(({ dataKeyId }) => dataKeyId) } } })
  return blobs
}
