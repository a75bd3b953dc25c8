import 'server-only'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { TombstoneKind } from '@/lib/db/generated/enums'

/** What is to be erased, by the key that everything of it is sealed under. */
export type Erasable = {
  dataKeyId: string
  kind: TombstoneKind
  subjectId: string
  /** SHA-256 of a file's original. */
  sha256?: Uint8Array<ArrayBuffer> | null
}

/**
 * Shreds keys, which makes all that is sealed under them unreadable at once and for good, and leaves a tombstone of each.
 * Blobs are the caller's to remove; the tombstones go to their file after the commit, by `keepTombstones`.
 *
 * Keys of the system are never shredded. What was erased before stays as it was told then.
 *
 * @param reason a code
 */
export async function eraseDataKeys(tx: Tx, subjects: readonly Erasable[], reason: string): Promise<void> {
  if (subjects.length === 0) return
  const at = await databaseTime(tx)
  const ids = subjects.map(({ dataKeyId }) => dataKeyId)
  await tx.dataKey.updateMany({
    where: { id: { in: ids }, name: null, erasedAt: null },
    data: { wrapped: new Uint8Array(), erasedAt: at },
  })
  const erased = await tx.dataKey.findMany({
    where: { id: { in: ids }, erasedAt: { not: null } },
    select: { id: true },
  })
  const isErased = new Set(erased.map(({ id }) => id))
  await tx.tombstone.createMany({
    data: subjects
      .filter(({ dataKeyId }) => isErased.has(dataKeyId))
      .map(({ sha256 = null, ...subject }) => ({ ...subject, sha256, reason, at })),
    skipDuplicates: true,
  })
}
