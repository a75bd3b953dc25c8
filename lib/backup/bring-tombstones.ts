import 'server-only'
import { env } from '@/lib/core/env'
import { installationId } from '@/lib/core/installation-id'
import { database } from '@/lib/db/client'
import { noteKept } from '@/lib/erasing/keep-tombstones'
import { type KeptTombstone, lastTombstone, readTombstones, tombstonePath } from '@/lib/erasing/tombstone-file'
import { replayTombstones } from './replay-tombstones'

const BATCH = 1_000

/**
 * Erases again, at a start, what a restore made elsewhere brought back: the tombstones of this data folder may be newer
 * than those that the restore was given. A database that does not know that the folder's last one was kept is older than
 * the folder.
 *
 * @returns how many keys were there again
 */
export async function bringTombstones(): Promise<number> {
  const { ZHUNXIN_DATA } = env()
  const [file, id] = [tombstonePath(ZHUNXIN_DATA), await installationId(ZHUNXIN_DATA)]
  const last = await lastTombstone(file)
  if (!last || (await isKept(id, last))) return 0
  let erased = 0
  let batch: KeptTombstone[] = []
  const bring = async () => {
    erased += await replayTombstones(await unknownOf(batch))
    await noteKept(
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

async function isKept(installation: string, { dataKeyId }: KeptTombstone): Promise<boolean> {
  return (await database().keptTombstone.count({ where: { installationId: installation, dataKeyId } })) > 0
}

/** A tombstone and its erasure are one transaction: where the one is known, the other is done. */
async function unknownOf(tombstones: readonly KeptTombstone[]): Promise<KeptTombstone[]> {
  const ids = tombstones.map(({ dataKeyId }) => dataKeyId)
  const rows = await database().tombstone.findMany({ where: { dataKeyId: { in: ids } }, select: { dataKeyId: true } })
  const known = new Set(rows.map(({ dataKeyId }) => dataKeyId))
  return tombstones.filter(({ dataKeyId }) => !known.has(dataKeyId))
}
