import 'server-only'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { appendTombstones, hasTombstones, tombstonePath } from './tombstone-file'

const BATCH = 500

/**
 * Writes tombstones that stand in the database alone to the file outside of it; all of them, when that file is gone.
 * Called after each commit that erased, and by the clock, for what a killed process left undone.
 */
export async function keepTombstones(): Promise<void> {
  const file = tombstonePath(env().ZHUNXIN_DATA)
  if (!(await hasTombstones(file))) {
    await database().tombstone.updateMany({ where: { keptAt: { not: null } }, data: { keptAt: null } })
  }
  for (;;) {
    const pending = await database().tombstone.findMany({
      where: { keptAt: null },
      orderBy: { at: 'asc' },
      take: BATCH,
    })
    if (pending.length === 0) return
    const lines = pending.map(({ dataKeyId, kind, subjectId, sha256, reason, at, keyringIds }) => {
      const hash = sha256 ? Buffer.from(sha256).toString('hex') : null
      return { dataKeyId, kind, subjectId, sha256: hash, reason, at: at.toISOString(), keyringIds }
    })
    await appendTombstones(file, lines)
    const ids = pending.map(({ dataKeyId }) => dataKeyId)
    await database().$executeRaw`
      UPDATE tombstones SET kept_at = clock_timestamp() WHERE data_key_id = ANY(${ids}::uuid[])`
  }
}
