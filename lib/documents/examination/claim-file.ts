import 'server-only'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'

/** A portal that examines a file extends its lease every few seconds; one that was killed loses it after this time. */
const LEASE = '15 seconds'
export const EXTEND_EVERY_MS = 5_000

/** Describes a file that this process examines: the lease is its own as long as nobody claimed the file again. */
export type ClaimedFile = { id: string; accountId: string; submissionId: string; attempts: number }

/** `areOthersWaiting` says whether another file could have been claimed; `read` is what was read with the claim. */
export type Claim<T> = ClaimedFile & { areOthersWaiting: boolean; read: T }

/**
 * Claims the next received file. Accounts take turns: the next one is the account whose last turn was longest ago, with
 * its oldest file. Several processes share the work.
 *
 * @param inTurn accounts that go first: their turns last, their children are there, and another's would have to be
 *   started
 * @param reading selects one value of the claimed file `c`, so that its examination reads it in the same statement
 * @returns null when none waits
 */
export async function claimFile<T = null>(
  inTurn: readonly string[] = [],
  reading: Prisma.Sql = Prisma.sql`NULL::jsonb`,
): Promise<Claim<T> | null> {
  const [claimed] = await database().$queryRaw<Claim<T>[]>`
    WITH next AS (
      SELECT f.id FROM stored_files f
      WHERE f.state = 'RECEIVED' AND (f.leased_until IS NULL OR f.leased_until <= clock_timestamp())
      ORDER BY f.account_id <> ALL (${inTurn}::uuid[]), (SELECT max(o.leased_until) FROM stored_files o WHERE o.account_id = f.account_id) NULLS FIRST,
        f.created_at, f.id
      LIMIT 1 FOR UPDATE OF f SKIP LOCKED
    ), c AS (
      UPDATE stored_files f SET leased_until = clock_timestamp() + ${LEASE}::interval, attempts = f.attempts + 1
      FROM next WHERE f.id = next.id RETURNING f.id, f.account_id, f.submission_id, f.attempts
    )
    SELECT c.id::text, c.account_id::text AS "accountId", c.submission_id::text AS "submissionId", c.attempts,
      EXISTS (SELECT FROM stored_files o WHERE o.state = 'RECEIVED' AND o.id <> c.id
        AND (o.leased_until IS NULL OR o.leased_until <= clock_timestamp())) AS "areOthersWaiting",
      (${reading}) AS read
    FROM c`
  return claimed ?? null
}

/** Extends a lease, unless the file was claimed again or settled. */
export async function extendLease({ id, attempts }: ClaimedFile): Promise<void> {
  await database().$executeRaw`
    UPDATE stored_files SET leased_until = clock_timestamp() + ${LEASE}::interval
    WHERE id = ${id}::uuid AND state = 'RECEIVED' AND attempts = ${attempts}`
}

/**
 * Gives a file back, to be claimed again after so many seconds.
 *
 * @param isInnocent whether the failure had nothing to do with the file: then the attempt does not count
 */
export async function releaseFile(
  { id, attempts }: ClaimedFile,
  { seconds, isInnocent }: { seconds: number; isInnocent: boolean },
): Promise<void> {
  await database().$executeRaw`
    UPDATE stored_files SET leased_until = clock_timestamp() + make_interval(secs => ${seconds}::int),
      attempts = attempts - ${isInnocent ? 1 : 0}::int
    WHERE id = ${id}::uuid AND state = 'RECEIVED' AND attempts = ${attempts}`
}
