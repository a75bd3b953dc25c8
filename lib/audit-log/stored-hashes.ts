import 'server-only'
import type { Reader } from '@/lib/db/client'
import type { HashAt, StoredRange } from './tree'

/** A row of the log was removed. Verification says what else is missing. */
export class LogBrokenError extends Error {
  override readonly name = 'LogBrokenError'
}

/**
 * Reads stored hashes, each by its key: a range of keys may be half the table to the planner, which then reads all of
 * it.
 */
export async function readStoredHashes(reader: Reader, wanted: readonly StoredRange[]): Promise<HashAt> {
  const ranges = new Map(wanted.map((range) => [`${range.level}/${range.from}/${range.to}`, range]))
  const keys = [...ranges.values()].flatMap(({ level, from, to }) =>
    Array.from({ length: Number(to - from) }, (_, n) => ({ level, index: from + BigInt(n) })),
  )
  const leaves = keys.filter(({ level }) => level === 0)
  const tiles = keys.filter(({ level }) => level > 0)
  const rows = await reader.$queryRaw<{ level: number; index: bigint; hash: Uint8Array }[]>`
    SELECT 0 AS level, l.index, l.hash
    FROM unnest(${leaves.map(({ index }) => index)}::bigint[]) AS key(index)
    JOIN audit_leaves l ON l.index = key.index
    UNION ALL
    SELECT t.level, t.index, t.hash
    FROM unnest(${tiles.map(({ level }) => level)}::smallint[], ${tiles.map(({ index }) => index)}::bigint[])
      AS key(level, index)
    JOIN audit_tiles t ON t.level = key.level AND t.index = key.index`
  const hashes = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return (level, index) => {
    const hash = hashes.get(`${level}/${index}`)
    if (!hash) throw new LogBrokenError(`The log lacks the hash ${index} of level ${level}`)
    return hash
  }
}
