import 'server-only'
import type { Tombstone } from '@/lib/db/generated/client'
import type { StoredTombstone } from './tombstone-file'

/** Converts a row of the database to a line of the file. */
export function tombstoneLine(row: Omit<Tombstone, 'rewrittenAt'>): StoredTombstone {
  const { dataKeyId, kind, subjectId, sha256, reason, at, keyringIds } = row
  const hash = sha256 ? Buffer.from(sha256).toString('hex') : null
  return { dataKeyId, kind, subjectId, sha256: hash, reason, at: at.toISOString(), keyringIds }
}
