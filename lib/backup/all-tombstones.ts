import 'server-only'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { readTombstones, type StoredTombstone, tombstonePath } from '@/lib/keys/erasing/tombstone-file'
import { tombstoneLine } from '@/lib/keys/erasing/tombstone-line'

const BATCH = 1_000

/**
 * All that are known: those of this data folder's file, and those of the database, which knows what other nodes erased.
 */
export async function* allTombstones(): AsyncGenerator<StoredTombstone> {
  const seen = new Set<string>()
  for await (const tombstone of readTombstones(tombstonePath(env().ZHUNXIN_DATA))) {
    seen.add(tombstone.dataKeyId)
    yield tombstone
  }
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await database().tombstone.findMany({
      where: { dataKeyId: { gt: after } },
      orderBy: { dataKeyId: 'asc' },
      take: BATCH,
    })
    for (const row of rows) if (!seen.has(row.dataKeyId)) yield tombstoneLine(row)
    after = rows.at(-1)?.dataKeyId ?? after
    if (rows.length < BATCH) return
  }
}
