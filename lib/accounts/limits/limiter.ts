import 'server-only'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { SECOND } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { type BlindIndexKind, blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'

type Row = { points: number; expire: bigint | null }
type Query = { text: string; values: unknown[] }

/** The library speaks `pg`; this lets it use the portal's own connections. */
const storeClient = {
  async query({ text, values }: Query) {
    const rows = await database().$queryRawUnsafe<Row[]>(text, ...values)
    return { rowCount: rows.length, rows: rows.map((row) => ({ ...row, expire: Number(row.expire) })) }
  },
}

/** Counts in the database, in one statement each, so that limits hold across processes. */
export function limiter(keyPrefix: string, points: number, milliseconds: number) {
  const where = { storeClient, storeType: 'client', tableName: 'rate_limits', tableCreated: true }
  const clearExpiredByTimeout = false // `purgeLimits` deletes what is over; each limiter would do so by a timer of its own
  return new RateLimiterPostgres({
    ...where,
    clearExpiredByTimeout,
    keyPrefix,
    points,
    duration: milliseconds / SECOND,
  })
}

/**
 * Consumes one point of a limit. Over the limit the library rejects with a result: a refusal. Any other error is a
 * failing database, which lets nobody through.
 */
export async function consume(
  limit: RateLimiterPostgres,
  key: string,
  options: { customDuration?: number } = {},
): Promise<void> {
  try {
    await limit.consume(key, 1, options)
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw tooMany(refusal.msBeforeNext)
    throw refusal
  }
}

/** The points of a key as they are counted now. */
export type CountedPoints = { key: string; points: number; expire: bigint | number }

/**
 * Selects that the commit of this one statement waits for no flush: a database that crashes forgets what was counted in
 * the last second.
 */
export const WITHOUT_FLUSH = Prisma.sql`set_config('synchronous_commit', 'off', true) AS flush`

/**
 * Returns the INSERT that counts one point of each of several limits, for a statement that finds out whom it counts.
 * `refuseOver` judges the rows that it returns.
 *
 * @param keys an array of their keys, in the order of the limits
 * @param from what the keys refer to, with a comma after it
 */
export function pointsInsert(
  limits: readonly RateLimiterPostgres[],
  keys: Prisma.Sql,
  from = Prisma.empty,
): Prisma.Sql {
  const now = Date.now()
  const expires = limits.map((limit) => now + limit.msDuration)
  // As the library's own statement, which counts one.
  return Prisma.sql`
    INSERT INTO rate_limits AS r (key, points, expire)
    SELECT n.key, 1, n.expire FROM ${from} unnest(${keys}::text[], ${expires}::bigint[]) AS n(key, expire)
    ON CONFLICT (key) DO UPDATE SET points = CASE WHEN r.expire <= ${now}::bigint THEN 1 ELSE r.points + 1 END,
      expire = CASE WHEN r.expire <= ${now}::bigint THEN excluded.expire ELSE r.expire END
    RETURNING key, points, expire`
}

type LimitedKey = readonly [limit: RateLimiterPostgres, key: string]

/** @throws DomainError RATE_LIMITED, when any of them is over, or was not counted */
export function refuseOver(limits: readonly LimitedKey[], counted: readonly CountedPoints[]): void {
  const now = Date.now()
  for (const [limit, key] of limits) {
    const row = counted.find((each) => each.key === limit.getKey(key))
    if (!row || row.points > limit.points) throw tooMany(Math.max(Number(row?.expire ?? now) - now, 0))
  }
}

/**
 * Consumes one point of each of several limits that have the same short time, in one statement, whose commit waits for
 * no flush.
 *
 * @throws DomainError RATE_LIMITED, when any of them is over
 */
export async function consumeEach(limits: readonly LimitedKey[]): Promise<void> {
  const keys = limits.map(([limit, key]) => limit.getKey(key))
  const insert = pointsInsert(
    limits.map(([limit]) => limit),
    Prisma.sql`${keys}`,
  )
  const counted = Prisma.sql`WITH counted AS (${insert}) SELECT key, points, expire, ${WITHOUT_FLUSH} FROM counted`
  refuseOver(limits, await database().$queryRaw<CountedPoints[]>(counted))
}

/** @param milliseconds until it is worth trying again */
export function tooMany(milliseconds: number): DomainError {
  return new DomainError('RATE_LIMITED', 'Over a limit', { params: waitParams(milliseconds) })
}

/** Returns a wait in units that people use: nobody waits for 43,200 seconds. */
export function waitParams(milliseconds: number): { seconds: number; unit: string; wait: number } {
  const seconds = Math.max(1, Math.ceil(milliseconds / SECOND))
  if (seconds < 120) return { seconds, unit: 'SECONDS', wait: seconds }
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 120) return { seconds, unit: 'MINUTES', wait: minutes }
  return { seconds, unit: 'HOURS', wait: Math.ceil(minutes / 60) }
}

/** Returns a key that reveals no address, number or network. */
export const keyOf = async (kind: BlindIndexKind, value: string) =>
  Buffer.from(await blindIndex(kind, value)).toString('hex')
