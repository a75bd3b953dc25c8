import 'server-only'
import { database } from '@/lib/db/client'
import { type KnownAccount, readSenders } from './read-senders'
import type { Changes, ChangesQuery } from './schemas'
import { sequenceChanges } from './sequence'

/** Describes the scope of a key: its only account, or null for all, and whether it is for test accounts. */
type Given = Pick<ChangesQuery, 'after' | 'limit'> & { accountId: string | null; isTest: boolean }
type Found = Omit<Changes, 'changes'> & { changes: KnownAccount[] }

/**
 * Returns the accounts about which the gate may answer otherwise since a change, as they are now. They are read after
 * the places of their changes: what a follower has is never older than its cursor.
 *
 * @returns null for a cursor that is no longer known, or comes from another copy of the database
 */
export async function readChanges({ after, limit, accountId, isTest }: Given): Promise<Found | null> {
  await sequenceChanges()
  const rows = await database().$queryRaw<{ id: string; accountId: string; isTest: boolean }[]>`
    SELECT c.id, c.account_id AS "accountId", coalesce(t.is_test, false) AS "isTest"
    FROM sender_changes a JOIN sender_changes c ON c.position >= a.position LEFT JOIN accounts t ON t.id = c.account_id
    WHERE a.id = ${after}::uuid ORDER BY c.position LIMIT ${limit + 1}`
  if (rows.length === 0) return null
  const read = rows.slice(1) // the first is the cursor itself
  const isOfKey = (row: (typeof read)[0]) =>
    row.isTest === isTest && (accountId === null || row.accountId === accountId)
  const ids = read.filter(isOfKey).map((row) => row.accountId)
  const lastOfEach = [...new Set(ids.toReversed())].toReversed()
  return {
    changes: await readSenders(lastOfEach),
    cursor: read.at(-1)?.id ?? after,
    more: read.length === limit,
  }
}
