import 'server-only'
import { env } from '@/lib/core/env'
import { installationId } from '@/lib/core/installation-id'
import { database } from '@/lib/db/client'
import { Prisma, type Tombstone } from '@/lib/db/generated/client'
import { appendTombstones, hasTombstones, tombstonePath } from './tombstone-file'
import { tombstoneLine } from './tombstone-line'

const BATCH = 500

/**
 * Writes tombstones of all nodes to the file outside the database that this data folder has; all of them, when that
 * file is gone. Called after each commit that erased, and by each worker's clock, for what other nodes erased and what
 * a killed process left undone.
 *
 * @param lookBack how old a tombstone may be: to look at the last hour costs the same however many there are, to look
 *   at all of 300,000 a third of a second
 */
export async function storeTombstones(lookBack: 'HOUR' | 'EVER' = 'EVER'): Promise<void> {
  const { ZHUNXIN_DATA } = env()
  const [file, id] = [tombstonePath(ZHUNXIN_DATA), await installationId(ZHUNXIN_DATA)]
  const isLost = !(await hasTombstones(file))
  if (isLost) await database().storedTombstone.deleteMany({ where: { installationId: id } })
  // Not clock_timestamp(): no index is searched by what may change while the statement runs.
  const lastHour = Prisma.sql`t.at > statement_timestamp() - interval '1 hour'`
  const isRecentEnough = lookBack === 'HOUR' && !isLost ? lastHour : Prisma.sql`true`
  for (;;) {
    const pending = await database().$queryRaw<Omit<Tombstone, 'rewrittenAt'>[]>`
      SELECT t.data_key_id AS "dataKeyId", t.kind::text, t.subject_id AS "subjectId", t.sha256, t.reason, t.at,
        t.keyring_ids AS "keyringIds"
      FROM tombstones t
      WHERE ${isRecentEnough} AND NOT EXISTS (
        SELECT FROM kept_tombstones k WHERE k.installation_id = ${id}::uuid AND k.data_key_id = t.data_key_id
      )
      ORDER BY t.at LIMIT ${BATCH}`
    if (pending.length === 0) return
    await appendTombstones(file, pending.map(tombstoneLine))
    await recordStoredTombstones(
      id,
      pending.map(({ dataKeyId }) => dataKeyId),
    )
  }
}

/** Notes that the file of a data folder has these tombstones, which the database knows. */
export async function recordStoredTombstones(installation: string, dataKeyIds: readonly string[]): Promise<void> {
  const data = dataKeyIds.map((dataKeyId) => ({ installationId: installation, dataKeyId }))
  await database().storedTombstone.createMany({ data, skipDuplicates: true })
}
