import 'server-only'
import { isKeyringOurs, keyring } from '@/lib/crypto/keyring'
import { heldIds, possibleHolders } from '@/lib/crypto/keyring-holders'
import { database, databaseTime } from '@/lib/db/client'
import { destroyedBy } from '../key-ages'
import { keyTimes } from '../scheduled-rotation'

/**
 * Lists why an erasure is not final yet:
 * - `SCHEDULED`: the clock destroys the keyring keys in time
 * - `BY_HAND`: the portal can't write its keyring, so that a person must replace the key
 * - `OVERDUE`: it should have happened, and did not
 */
export const NOT_FINAL = ['SCHEDULED', 'BY_HAND', 'OVERDUE'] as const

/** Says whether an erasure is final; `until` is when it will be at the latest, null when that depends on a person. */
export type Finality = { isFinal: true } | { isFinal: false; because: (typeof NOT_FINAL)[number]; until: Date | null }

/**
 * Returns whether what was erased can still be recovered by someone who has old bytes of the disk and the keyring: as
 * long as any process holds a keyring key that was in use when it was erased. One that fell silent, as a paused machine
 * does, still holds what it held.
 *
 * @param subjectIds of files, qualifications and people, as their tombstones name them
 */
export async function finalityOf(subjectIds: readonly string[]): Promise<Finality> {
  const tombstones = await database().tombstone.findMany({
    where: { subjectId: { in: [...subjectIds] } },
    select: { keyringIds: true },
  })
  const holders = await possibleHolders()
  const held = new Set([...keyring().fingerprints.keys(), ...holders.flatMap(heldIds)])
  const dangerous = new Set(tombstones.flatMap(({ keyringIds }) => keyringIds).filter((id) => held.has(id)))
  if (dangerous.size === 0) return { isFinal: true }
  if (!isKeyringOurs()) return { isFinal: false, because: 'BY_HAND', until: null }
  const ends = [...dangerous].map((id) => destroyedBy(keyring(), id, keyTimes()))
  const now = await databaseTime()
  const known = ends.filter((end) => end !== null)
  const until = known.length === ends.length ? new Date(Math.max(...known.map(Number))) : null
  if (until === null || until <= now) return { isFinal: false, because: 'OVERDUE', until }
  return { isFinal: false, because: 'SCHEDULED', until }
}
