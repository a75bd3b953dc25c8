import 'server-only'
import { database } from '@/lib/db/client'

/** A revision is compared within this time, unless the worker was killed: then another one claims it. */
const LEASE = '60 seconds'

/**
 * Claims a submitted revision of which a file was read, could not be read, or was erased since. One at which a worker
 * failed comes after the others.
 *
 * @returns the id of the submission; null when none waits
 */
export async function claimLateReading(): Promise<string | null> {
  const [claimed] = await database().$queryRaw<{ submissionId: string }[]>`
    WITH next AS (
      SELECT l.submission_id, l.file_id FROM late_readings l LEFT JOIN readings r ON r.file_id = l.file_id
      WHERE r.state IS DISTINCT FROM 'WAITING' AND (l.leased_until IS NULL OR l.leased_until <= clock_timestamp())
      ORDER BY l.leased_until NULLS FIRST, l.submission_id, l.file_id
      LIMIT 1 FOR UPDATE OF l SKIP LOCKED)
    UPDATE late_readings l SET leased_until = clock_timestamp() + ${LEASE}::interval
    FROM next WHERE l.submission_id = next.submission_id AND l.file_id = next.file_id
    RETURNING l.submission_id::text AS "submissionId"`
  return claimed?.submissionId ?? null
}
