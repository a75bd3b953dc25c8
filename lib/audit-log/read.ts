import 'server-only'
import { database } from '@/lib/db/client'
import { consistencyRanges, inclusionRanges, nodesOf } from './merkle'
import { encodeProof } from './proof'
import { readStoredHashes } from './stored-hashes'
import { hashOfRange, storedUnder } from './tree'

export type LatestCheckpoint = {
  readonly size: bigint
  readonly root: Uint8Array
  /** Holds the signed note, with the stored lines of witnesses. */
  readonly note: string
  readonly at: Date
}

/** Returns the last signed checkpoint; null before the first event has its place. */
export async function latestCheckpoint(): Promise<LatestCheckpoint | null> {
  const [row] = await database().$queryRaw<LatestCheckpoint[]>`
    SELECT c.size, c.root, c.at, c.note || coalesce(
      (SELECT string_agg(s.line || E'\\n', '' ORDER BY s.witness) FROM audit_cosignatures s WHERE s.size = c.size), '') AS note
    FROM audit_checkpoints c ORDER BY c.size DESC LIMIT 1`
  return row ?? null
}

export type EventProof = {
  readonly index: bigint
  /** A proof has the format `c2sp.org/tlog-proof@v1`. */
  readonly proof: string
}

/**
 * Returns proofs by event id. An event without a place under the checkpoint has none. All are computed at once: for
 * many events, call with some thousands at a time and the same checkpoint.
 */
export async function proveEvents(
  eventIds: readonly string[],
  checkpoint?: LatestCheckpoint,
): Promise<Map<string, EventProof>> {
  const under = checkpoint ?? (await latestCheckpoint())
  if (!under) return new Map()
  const leaves = await database().$queryRaw<{ eventId: string; index: bigint }[]>`
    SELECT event_id AS "eventId", index FROM audit_leaves
    WHERE event_id = ANY(${eventIds}::uuid[]) AND index < ${under.size}`
  const wanted = leaves.map((leaf) => ({ ...leaf, ranges: inclusionRanges(leaf.index, under.size) }))
  const hashOf = await readRanges(wanted.flatMap(({ ranges }) => ranges))
  return new Map(
    wanted.map(({ eventId, index, ranges }) => [
      eventId,
      { index, proof: encodeProof(index, ranges.map(hashOf), under.note) },
    ]),
  )
}

/**
 * Returns the hashes that prove that the tree of `to` starts with the tree of `from`; both were signed, or could have
 * been.
 */
export async function proveConsistency(from: bigint, to: bigint): Promise<Uint8Array[]> {
  const ranges = consistencyRanges(from, to)
  return ranges.map(await readRanges(ranges))
}

type Range = { from: bigint; to: bigint }

/** Neighbours have most of their proofs in common: each range is read and worked out once. */
async function readRanges(ranges: readonly Range[]): Promise<(range: Range) => Uint8Array> {
  const hashAt = await readStoredHashes(
    database(),
    ranges.flatMap((range) => nodesOf(range).map(storedUnder)),
  )
  const known = new Map<string, Uint8Array>()
  return (range) => {
    const name = `${range.from}-${range.to}`
    const hash = known.get(name) ?? hashOfRange(range, hashAt)
    known.set(name, hash)
    return hash
  }
}
