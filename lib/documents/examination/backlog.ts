import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'

/** Once files wait longer than this for their first examination, no more are received. */
const MOST_SECONDS = 60
/** Seconds after which a sender may try again. */
const RETRY_SECONDS = 30

/** Counts the seconds for which the account's oldest file waits, and the longest wait of any account for its turn. */
export type Backlog = { own: number; all: number }

/** Selects the backlog of an account. */
export const backlogOf = (accountId: string): Prisma.Sql => Prisma.sql`
    WITH waiting AS (
      SELECT f.account_id, extract(epoch FROM clock_timestamp() - min(f.created_at)) AS seconds,
        extract(epoch FROM clock_timestamp() - greatest(min(f.created_at),
          (SELECT max(o.leased_until) FROM stored_files o WHERE o.account_id = f.account_id))) AS for_a_turn
      FROM stored_files f WHERE f.state = 'RECEIVED' AND f.attempts = 0 GROUP BY f.account_id)
    SELECT coalesce(max(seconds) FILTER (WHERE account_id = ${accountId}::uuid), 0)::float8 AS own,
      coalesce(max(for_a_turn), 0)::float8 AS all FROM waiting`

/**
 * Refuses another upload while examinations fall behind: while each account waits so long for its turn, or the sender's
 * own files do. One account that sends many files, or one file that fails again and again, doesn't stop the others.
 *
 * @throws DomainError EXAMINATION_BEHIND
 */
export function refuseWhileBehind({ own, all }: Backlog): void {
  if (own < MOST_SECONDS && all < MOST_SECONDS) return
  const params = { seconds: RETRY_SECONDS }
  throw new DomainError('EXAMINATION_BEHIND', `Files wait for ${Math.round(all)} s`, { params })
}

/** Returns whether a received file has waited so many seconds without a first examination. */
export async function areFilesWaiting({ seconds }: { seconds: number }): Promise<boolean> {
  const waiting = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM stored_files
    WHERE state = 'RECEIVED' AND attempts = 0 AND created_at <= clock_timestamp() - make_interval(secs => ${seconds}::int)
    LIMIT 1`
  return waiting.length > 0
}
