import 'server-only'
import { env } from '@/lib/core/env'
import { installationId } from '@/lib/core/installation-id'
import { database } from '@/lib/db/client'
import { recordStoredTombstones } from '@/lib/keys/erasing/store-tombstones'
import { lastTombstone, readTombstones, type StoredTombstone, tombstonePath } from '@/lib/keys/erasing/tombstone-file'
import { replayTombstones } from './replay-tombstones'

const BATCH = 1_000

/**
 * Repeats erasures, at a start, that a restore made elsewhere undid: the tombstones of this data folder may be newer
 * than those that the restore was given. A database that does not know the folder's last one is older than the folder.
 *
 * @returns how many keys were there again
 */
export async function importTombstones(): Promise<number> {
  const { ZHUNXIN_DATA } = env()
  const [file, id] = [tombstonePath(ZHUNXIN_DATA), await installationId(ZHUNXIN_DATA)]
  const last = await lastTombstone(file)
  if (!last || (await isStored(id, last))) return 0
  let erased = 0
  let batch: StoredTombstone[] = []
  const bring = async () => {
    erased += await replayTombstones(await unknownOf(batch))
    await recordStoredTombstones(
      id,
      batch.map(({ dataKeyId }) => dataKeyId),
    )
    batch = []
  }
  for await (const tombstone of readTombstones(file)) {
    batch.push(tombstone)
    if (batch.length === BATCH) await bring()
  }
  await bring()
  return erased
}

async function isStored(installation: string, { dataKeyId }: StoredTombstone): Promise<boolean> {
  return (await database().storedTombstone.count({ where: { installationId: installation, dataKeyId } })) > 0
}

/** A tombstone and its erasure are one transaction: where the one is known, the other is done. */
async function unknownOf(tombstones: readonly StoredTombstone[]): Promise<StoredTombstone[]> {
  const ids = tombstones.map(({ dataKeyId }) => dataKeyId)
  const rows = await database().tombstone.findMany({ where: { dataKeyId: { in: ids } }, select: { dataKeyId: true } })
  const known = new Set(rows.map(({ dataKeyId }) => dataKeyId))
  return tombstones.filter(({ dataKeyId }) => !known.has(dataKeyId))
}
