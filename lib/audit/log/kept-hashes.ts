import 'server-only'
import type { Reader } from '@/lib/db/client'
import type { HashAt, Kept } from './tree'

/** The log isn't whole: someone took a row of it away. Verification says what else is missing. */
export class LogBrokenError extends Error {
  override readonly name = 'LogBrokenError'
}

/** Reads kept hashes, by their keys however many there are beside them. */
export async function readKept(reader: Reader, kept: readonly Kept[]): Promise<HashAt> {
  const wanted = new Map(kept.map((range) => [`${range.level}/${range.from}/${range.to}`, range]))
  const leaves = [...wanted.values()].filter(({ level }) => level === 0)
  const tiles = [...wanted.values()].filter(({ level }) => level > 0)
  const rows = await reader.$queryRaw<{ level: number; index: bigint; hash: Uint8Array }[]>`
    SELECT 0 AS level, l.index, l.hash
    FROM unnest(${leaves.map(({ from }) => from)}::bigint[], ${leaves.map(({ to }) => to)}::bigint[]) AS r("from", "to")
    JOIN audit_leaves l ON l.index >= r."from" AND l.index < r."to"
    UNION ALL
    SELECT r.level, t.index, t.hash
    FROM unnest(${tiles.map(({ level }) => level)}::smallint[], ${tiles.map(({ from }) => from)}::bigint[],
      ${tiles.map(({ to }) => to)}::bigint[]) AS r(level, "from", "to")
    JOIN audit_tiles t ON t.level = r.level AND t.index >= r."from" AND t.index < r."to"`
  const hashes = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return (level, index) => {
    const hash = hashes.get(`${level}/${index}`)
    if (!hash) throw new LogBrokenError(`The log lacks the hash ${index} of level ${level}`)
    return hash
  }
}
