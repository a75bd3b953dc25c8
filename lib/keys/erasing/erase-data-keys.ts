import 'server-only'
import { possibleWrappers } from '@/lib/crypto/wrapped-keys'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { TombstoneKind } from '@/lib/db/generated/enums'
import { clearSealed } from './clear-sealed'

/** Names a subject to be erased, by the key that everything of it is sealed under. */
export type Erasable = {
  dataKeyId: string
  kind: TombstoneKind
  subjectId: string
  /** Holds the SHA-256 of a file's original. */
  sha256?: Uint8Array<ArrayBuffer> | null
}

/**
 * Erases keys and immediately clears what is sealed under them. Old bytes of both remain on the disk for a while: a
 * tombstone of each key names the keyring keys that could unwrap it, and the erasure is final when those are destroyed.
 * The caller removes the blobs; the tombstones go to their file after the commit, by `storeTombstones`.
 *
 * Keys of the system are never erased. What was erased before remains as it was recorded then.
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
  const gone = subjects.filter(({ dataKeyId }) => isErased.has(dataKeyId))
  await clearSealed(tx, gone)
  // Read after the rows were locked: from then on no rotation wraps these keys under a newer one.
  const keyringIds = await possibleWrappers(tx)
  await tx.tombstone.createMany({
    data: gone.map(({ sha256 = null, ...subject }) => ({ ...subject, sha256, reason, at, keyringIds })),
    skipDuplicates: true,
  })
}
