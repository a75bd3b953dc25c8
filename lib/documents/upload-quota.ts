import 'server-only'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'

const MEGABYTE = 1024 * 1024

/**
 * Uploads of an account that are not finished, and the bytes that they announced, whether those came yet or not. Four
 * members who send six photographs of 10 MB each at once have 24 and 240 MB.
 */
export const MAX_UNFINISHED = 60
export const MAX_UNFINISHED_BYTES = 480 * MEGABYTE

/**
 * Limits what an account may store in a day and has not removed or replaced since: far more than ten applications with
 * all that they contain. Files of withdrawn ones stay for as long as the rules say, so they count too.
 */
export const MAX_PER_DAY = 2_000 * MEGABYTE

/**
 * Selects the `bytes` that an account stored in a day, and the seconds until they are below the limit again (`wait`, null
 * where they are). It is read before a byte of another file: uploads at the same time may pass the limit by what they
 * are.
 */
export const storedInDay = (accountId: string): Prisma.Sql => Prisma.sql`
    -- Counted from the newest back: once the file with which the limit is reached is a day old, they are below it.
    SELECT coalesce(sum(s.size), 0)::float8 AS bytes, extract(epoch FROM
      max(s.created_at) FILTER (WHERE s.since >= ${MAX_PER_DAY}) + interval '1 day' - statement_timestamp())::float8 AS wait
    FROM (
      -- Not clock_timestamp(): no index is searched by what may change while the statement runs.
      SELECT f.size, f.created_at, sum(f.size) OVER (ORDER BY f.created_at DESC) AS since
      FROM stored_files f JOIN data_keys k ON k.id = f.data_key_id
      WHERE f.account_id = ${accountId}::uuid AND f.created_at > statement_timestamp() - interval '1 day'
        AND k.erased_at IS NULL) AS s`

/** Holds what `storedInDay` selects. */
export type StoredInDay = { bytes: number; wait: number | null }

/** @throws DomainError TOO_MUCH_A_DAY with the seconds to wait */
export function refuseOverDay({ bytes, wait }: StoredInDay): void {
  if (wait === null) return
  const figures = { megabytes: Math.floor(bytes / MEGABYTE), allowed: MAX_PER_DAY / MEGABYTE }
  const params = { ...figures, seconds: Math.ceil(wait) }
  throw new DomainError('TOO_MUCH_A_DAY', `${bytes} bytes`, { params })
}

/**
 * Locks the account of a qualification against others that start uploads in it. Not against rows that only refer to it:
 * a file that is being accepted holds its qualification, for which the start of an upload waits.
 *
 * @returns which account it is
 */
export async function lockUploadsFor(tx: Tx, qualificationId: string): Promise<string> {
  const [account] = await tx.$queryRaw<[{ id: string }]>`
    SELECT a.id::text FROM accounts a JOIN qualifications q ON q.account_id = a.id
    WHERE q.id = ${qualificationId}::uuid FOR NO KEY UPDATE OF a`
  return account.id
}

/**
 * Counts what the account has with the upload that was just added; the caller has locked it. Where that is too much,
 * the sender's own uploads that were started an hour ago or earlier make room: even a slow connection finishes by then.
 *
 * @returns ids of the uploads to be dropped
 * @throws DomainError TOO_MANY_UNFINISHED
 */
export async function refuseOverUploadQuota(
  tx: Tx,
  { accountId, startedById, phoneSessionId }: { accountId: string; startedById: string; phoneSessionId: string | null },
): Promise<string[]> {
  const unfinished = await tx.$queryRaw<{ id: string; size: number; mayGo: boolean }[]>`
    SELECT u.id::text, u.size, u.started_by_id = ${startedById}::uuid AND u.phone_session_id IS NOT DISTINCT FROM ${phoneSessionId}::uuid
      AND u.created_at <= clock_timestamp() - interval '1 hour' AS "mayGo"
    FROM uploads u JOIN qualifications q ON q.id = u.qualification_id
    WHERE q.account_id = ${accountId}::uuid AND u.taken_at IS NULL
    ORDER BY u.created_at, u.id`
  let count = unfinished.length
  let bytes = unfinished.reduce((sum, { size }) => sum + size, 0)
  const isOver = () => count > MAX_UNFINISHED || bytes > MAX_UNFINISHED_BYTES
  const dropped: string[] = []
  for (const { id, size } of unfinished.filter(({ mayGo }) => mayGo)) {
    if (!isOver()) break
    dropped.push(id)
    count -= 1
    bytes -= size
  }
  if (!isOver()) return dropped
  const figures = { allowed: MAX_UNFINISHED, allowedMegabytes: MAX_UNFINISHED_BYTES / MEGABYTE }
  const params = { count, megabytes: Math.ceil(bytes / MEGABYTE), ...figures }
  throw new DomainError('TOO_MANY_UNFINISHED', `${count} uploads of ${bytes} bytes`, { params })
}
