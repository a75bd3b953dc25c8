import 'server-only'
import { database } from '@/lib/db/client'

/** A worker that reads a file extends its lease; one that was killed loses it after this time. */
const LEASE = '120 seconds'
export const EXTEND_EVERY_MS = 30_000

/** A file that this process reads: the lease is its own as long as nobody claimed the file again. */
export type ClaimedReading = { fileId: string; accountId: string; pageCount: number; attempts: number }

/**
 * Claims the next file to read. Accounts take turns: the next one is the account whose last turn was longest ago, with
 * its oldest file. Several processes share the work.
 *
 * @param inTurn an account that goes first: its turn lasts, its child is loaded, and another's would have to be started
 * @returns null when none waits
 */
export async function claimReading(inTurn: string | null = null): Promise<ClaimedReading | null> {
  const [claimed] = await database().$queryRaw<ClaimedReading[]>`
    WITH next AS (
      SELECT r.file_id FROM readings r JOIN stored_files f ON f.id = r.file_id
      WHERE r.state = 'WAITING' AND (r.leased_until IS NULL OR r.leased_until <= clock_timestamp())
      ORDER BY f.account_id IS DISTINCT FROM ${inTurn}::uuid, (
        SELECT max(o.leased_until) FROM stored_files g JOIN readings o ON o.file_id = g.id
        WHERE g.account_id = f.account_id) NULLS FIRST, r.created_at, r.file_id
      LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
    UPDATE readings r SET leased_until = clock_timestamp() + ${LEASE}::interval, attempts = r.attempts + 1
    FROM next JOIN stored_files f ON f.id = next.file_id WHERE r.file_id = next.file_id
    RETURNING f.id::text AS "fileId", f.account_id::text AS "accountId", f.page_count AS "pageCount", r.attempts`
  return claimed ?? null
}

/** Extends a lease, unless the file was claimed again or settled. */
export async function extendLease({ fileId, attempts }: ClaimedReading): Promise<void> {
  await database().$executeRaw`
    UPDATE readings SET leased_until = clock_timestamp() + ${LEASE}::interval
    WHERE file_id = ${fileId}::uuid AND state = 'WAITING' AND attempts = ${attempts}`
}

/**
 * Gives a file back, to be claimed again after so many seconds.
 *
 * @param isInnocent whether the failure had nothing to do with the file: then the attempt does not count
 */
export async function releaseReading(
  { fileId, attempts }: ClaimedReading,
  { seconds, isInnocent }: { seconds: number; isInnocent: boolean },
): Promise<void> {
  await database().$executeRaw`
    UPDATE readings SET leased_until = clock_timestamp() + make_interval(secs => ${seconds}::int),
      attempts = attempts - ${isInnocent ? 1 : 0}::int
    WHERE file_id = ${fileId}::uuid AND state = 'WAITING' AND attempts = ${attempts}`
}
