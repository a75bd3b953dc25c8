import 'server-only'
import { DAY } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Reader, type Tx } from '@/lib/db/client'

const MEGABYTE = 1024 * 1024

/**
 * Uploads of an account that are not finished, and the bytes that they announced, whether those came yet or not. Four
 * members who send six photographs of 10 MB each at once have 24 and 240 MB.
 */
export const MOST_UNFINISHED = 60
export const MOST_UNFINISHED_BYTES = 480 * MEGABYTE

/**
 * What an account may store in a day, of which nothing was removed or replaced since: far more than ten applications with
 * all that they contain. Files of those that were withdrawn stay for as long as the rules say, so they count too.
 */
export const MOST_A_DAY = 2_000 * MEGABYTE

/**
 * Asked before a byte is read; uploads at the same time may pass it by what they are.
 *
 * @throws DomainError TOO_MUCH_A_DAY
 */
export async function refuseOverDay(reader: Reader, accountId: string): Promise<void> {
  const { _sum } = await reader.storedFile.aggregate({
    where: {
      accountId,
      createdAt: { gt: new Date((await databaseTime(reader)).getTime() - DAY) },
      dataKey: { erasedAt: null },
    },
    _sum: { size: true },
  })
  const bytes = _sum.size ?? 0
  if (bytes < MOST_A_DAY) return
  const params = { megabytes: Math.floor(bytes / MEGABYTE), allowed: MOST_A_DAY / MEGABYTE }
  throw new DomainError('TOO_MUCH_A_DAY', `${bytes} bytes`, { params })
}

/**
 * Locks the account of a qualification against others that start uploads in it. Not against rows that only refer to it: a
 * file that is being accepted holds its qualification, for which the start of an upload waits.
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
 * Counts what the account has with the upload that was just added; the caller has locked it. Where that is too much, the
 * sender's own uploads that were started an hour ago or earlier make room: even a slow connection finishes by then.
 *
 * @returns ids of the uploads to be dropped
 * @throws DomainError TOO_MANY_UNFINISHED
 */
export async function refuseOverUploadQuota(
  tx: Tx,
  { accountId, startedById }: { accountId: string; startedById: string },
): Promise<string[]> {
  const unfinished = await tx.$queryRaw<{ id: string; size: number; mayGo: boolean }[]>`
    SELECT u.id::text, u.size, u.started_by_id = ${startedById}::uuid
      AND u.created_at <= clock_timestamp() - interval '1 hour' AS "mayGo"
    FROM uploads u JOIN qualifications q ON q.id = u.qualification_id
    WHERE q.account_id = ${accountId}::uuid AND u.taken_at IS NULL
    ORDER BY u.created_at, u.id`
  let count = unfinished.length
  let bytes = unfinished.reduce((sum, { size }) => sum + size, 0)
  const isOver = () => count > MOST_UNFINISHED || bytes > MOST_UNFINISHED_BYTES
  const dropped: string[] = []
  for (const { id, size } of unfinished.filter(({ mayGo }) => mayGo)) {
    if (!isOver()) break
    dropped.push(id)
    count -= 1
    bytes -= size
  }
  if (!isOver()) return dropped
  const figures = { allowed: MOST_UNFINISHED, allowedMegabytes: MOST_UNFINISHED_BYTES / MEGABYTE }
  const params = { count, megabytes: Math.ceil(bytes / MEGABYTE), ...figures }
  throw new DomainError('TOO_MANY_UNFINISHED', `${count} uploads of ${bytes} bytes`, { params })
}
