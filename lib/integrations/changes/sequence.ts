import 'server-only'
import { database, transaction } from '@/lib/db/client'

/** Numbers an advisory lock, next to that of the audit log. */
export const CHANGES_LOCK = 72707373

/** Limits the changes of a transaction. */
const BATCH = 10_000

/**
 * Gives committed changes that have no place yet their places in the order. One sequencer works at a time, and others
 * wait for it: when this returns, each change that was committed before it was called has its place. Each follower
 * calls it before it reads, so that no worker is needed; what commits later gets a later place, regardless of when it
 * was written.
 */
export async function sequenceChanges(): Promise<void> {
  while (await isAnyWaiting()) {
    await transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CHANGES_LOCK})`
      await tx.$executeRaw`
        WITH waiting AS (
          SELECT id, row_number() OVER (ORDER BY at, id) AS n
          FROM (SELECT id, at FROM sender_changes WHERE position IS NULL LIMIT ${BATCH}) w
        )
        UPDATE sender_changes c SET position = (SELECT max(position) FROM sender_changes) + n
        FROM waiting WHERE waiting.id = c.id`
    })
  }
}

async function isAnyWaiting(): Promise<boolean> {
  const rows = await database().$queryRaw<unknown[]>`SELECT 1 FROM sender_changes WHERE position IS NULL LIMIT 1`
  return rows.length > 0
}

/** Returns the last change that has its place. */
export async function lastChange(): Promise<string> {
  const [last] = await database().$queryRaw<[{ id: string }]>`
    SELECT id FROM sender_changes WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1`
  return last.id
}
