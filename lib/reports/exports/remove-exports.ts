import 'server-only'
import { database, transaction } from '@/lib/db/client'
import { removeBlobs } from '@/lib/documents/receive-file'
import { blobStore } from '@/lib/storage/blob-store'
import { OUTDATED } from './outdated'

/** Removes results whose time is over, or that show erased data: the key first, then the blob. */
export async function removeExports(): Promise<void> {
  const over = await database().$queryRaw<{ id: string }[]>`
    SELECT x.id FROM exports x WHERE x.state = 'READY' AND (x.kept_until <= clock_timestamp() OR ${OUTDATED})`
  for (const { id } of over) {
    const blobId = await removeExport(id)
    if (blobId) await removeBlobs([blobId])
  }
}

/**
 * Removes results whose file is not in the store, as after a restore: a backup contains documents alone.
 *
 * @returns the ids of those exports
 */
export async function removeLostExports(): Promise<string[]> {
  const ready = await database().export.findMany({ where: { state: 'READY' }, select: { id: true, blobId: true } })
  const lost: string[] = []
  for (const { id, blobId } of ready) {
    if (blobId && (await blobStore().has(blobId))) continue
    await removeExport(id)
    lost.push(id)
  }
  return lost
}

/** Removes a result and its key. Returns the blob to delete from the store. */
function removeExport(id: string): Promise<string | undefined> {
  return transaction(async (tx) => {
    const [removed] = await tx.$queryRaw<{ blobId: string }[]>`
      WITH gone AS (SELECT id, blob_id, data_key_id FROM exports WHERE id = ${id}::uuid AND state = 'READY' FOR UPDATE),
        shredded AS (
          UPDATE data_keys k SET wrapped = '', erased_at = clock_timestamp() FROM gone WHERE k.id = gone.data_key_id)
      UPDATE exports x SET state = 'REMOVED', blob_id = NULL FROM gone WHERE x.id = gone.id
      RETURNING gone.blob_id AS "blobId"`
    return removed?.blobId
  })
}
