import 'server-only'
import { database, transaction } from '@/lib/db/client'
import { removeBlobs } from '@/lib/documents/receive-file'
import { OUTDATED } from './outdated'

/** Removes results whose time is over, or that show erased data: the key first, then the blob. */
export async function removeExports(): Promise<void> {
  const over = await database().$queryRaw<{ id: string }[]>`
    SELECT x.id FROM exports x WHERE x.state = 'READY' AND (x.kept_until <= clock_timestamp() OR ${OUTDATED})`
  for (const { id } of over) {
    const blobId = await transaction(async (tx) => {
      const [removed] = await tx.$queryRaw<{ blobId: string }[]>`
        WITH gone AS (SELECT id, blob_id, data_key_id FROM exports WHERE id = ${id}::uuid AND state = 'READY' FOR UPDATE),
          shredded AS (
            UPDATE data_keys k SET wrapped = '', erased_at = clock_timestamp() FROM gone WHERE k.id = gone.data_key_id)
        UPDATE exports x SET state = 'REMOVED', blob_id = NULL FROM gone WHERE x.id = gone.id
        RETURNING gone.blob_id AS "blobId"`
      return removed?.blobId
    })
    if (blobId) await removeBlobs([blobId])
  }
}
