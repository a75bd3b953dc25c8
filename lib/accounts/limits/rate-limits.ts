import 'server-only'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { DAY, HOUR, MINUTE, SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { networkOf, prefixOf } from '@/lib/core/network/network'
import { type BlindIndexKind, blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'

const LONGEST_WAIT = 900
/** The share of a limit on sending from which a proof of work is required even of known browsers. */
const NEAR = 0.5
/** The share of a day's messages that may be sent without a proof of work. */
const UNPROVED = 0.02

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

/** Makes a value on first use: the environment is not read while the portal is built. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/**
 * Limits what may be sent at all: to any numbers from one network, from all networks of one prefix, since addresses
 * come cheap by the hundred, and in a day over all, which is what a flood of requests can cost at most (SMS pumping).
 */
const sends = lazily(() => {
  const { CODES_AN_HOUR_BY_ADDRESS, CODES_AN_HOUR_BY_PREFIX, CODES_AN_HOUR_WITHOUT_PROOF, CODES_A_DAY } = env()
  return {
    network: limiter('send-network', CODES_AN_HOUR_BY_ADDRESS, HOUR),
    prefix: limiter('send-prefix', CODES_AN_HOUR_BY_PREFIX, HOUR),
    overall: limiter('send-overall', CODES_A_DAY, DAY),
    unproved: {
      network: limiter('send-unproved-network', CODES_AN_HOUR_WITHOUT_PROOF, HOUR),
      prefix: limiter('send-unproved-prefix', 3 * CODES_AN_HOUR_WITHOUT_PROOF, HOUR),
      overall: limiter('send-unproved', Math.ceil(CODES_A_DAY * UNPROVED), DAY),
    },
  }
})

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeSend(address: string): Promise<void> {
  const { network, prefix, overall } = sends()
  await consume(network, await keyOf('address', networkOf(address)))
  await consume(prefix, await keyOf('address', prefixOf(address)))
  await consume(overall, 'all')
}

/**
 * Limits requests without a proof of work; call it before `consumeSend`.
 *
 * @throws DomainError PROOF_MISSING with the seconds to wait
 */
export async function consumeUnprovedSend(address: string): Promise<void> {
  const { network, prefix, overall } = sends().unproved
  try {
    await consume(network, await keyOf('address', networkOf(address)))
    await consume(prefix, await keyOf('address', prefixOf(address)))
    await consume(overall, 'all')
  } catch (refusal) {
    if (!(refusal instanceof DomainError)) throw refusal
    throw new DomainError('PROOF_MISSING', 'Too many without a proof', { params: refusal.params })
  }
}

/** Returns whether so much was sent, from an address, its prefix or over all, that a proof of work is required. */
export async function isSendingNear(address: string): Promise<boolean> {
  const { network, prefix, overall } = sends()
  const taken = await Promise.all([
    takenOf(network, await keyOf('address', networkOf(address))),
    takenOf(prefix, await keyOf('address', prefixOf(address))),
    takenOf(overall, 'all'),
  ])
  return taken.some((share) => share >= NEAR)
}

/** Limits what is sent beyond the limit of a number to its owner, on all browsers on which they signed in before. */
const sendsToOwner = limiter('send-owner', 5, DAY)

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeOwnerSend(ownerId: string): Promise<void> {
  await consume(sendsToOwner, ownerId)
}

async function takenOf(limit: RateLimiterPostgres, key: string): Promise<number> {
  return ((await limit.get(key))?.consumedPoints ?? 0) / limit.points
}

/**
 * Limits what one person makes the portal send to others' numbers and addresses in a day, and what one of those
 * receives in all.
 */
const UNASKED = {
  phone: { bySender: limiter('invite-sender', 10, DAY), byReceiver: limiter('invite-phone', 3, DAY) },
  email: { bySender: limiter('confirm-sender', 5, DAY), byReceiver: limiter('confirm-email', 3, DAY) },
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeOwnSend(senderId: string, to: { phone: string } | { email: string }): Promise<void> {
  const [kind, value] = 'phone' in to ? (['phone', to.phone] as const) : (['email', to.email] as const)
  await consume(UNASKED[kind].bySender, senderId)
  await consume(UNASKED[kind].byReceiver, await keyOf(kind, value))
  if (kind === 'phone') await consume(sends().overall, 'all')
}

/**
 * Limits files that are made on request: exports of all one's data, letters, receipts and certificates, which some fetch
 * without a session.
 */
const exportsByPerson = limiter('export-person', 6, HOUR)
const certificates = {
  person: limiter('certificate-person', 120, HOUR),
  letterLink: limiter('certificate-letter-link', 60, HOUR),
  network: limiter('certificate-network', 60, HOUR),
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeExport(userId: string): Promise<void> {
  await consume(exportsByPerson, userId)
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeCertificate(
  by: { userId: string } | { letterLinkId: string } | { address: string },
): Promise<void> {
  if ('userId' in by) await consume(certificates.person, by.userId)
  else if ('letterLinkId' in by) await consume(certificates.letterLink, by.letterLinkId)
  else await consume(certificates.network, await keyOf('address', networkOf(by.address)))
}

/** Links to set a new password, and challenges to sign in by a passkey, which anyone may ask for. */
const linksToAccount = limiter('access-link-account', 3, HOUR)
const linksByDevice = limiter('access-link-device', 3, HOUR)
const linksByNetwork = limiter('access-link-network', 10, HOUR)
const challengesByNetwork = limiter('passkey-challenge-network', 60, MINUTE)

/**
 * Answers of passkeys. Nobody guesses one, so they get no slower by misses, and nobody's guesses at passwords or codes
 * count here: the limit spares the machine.
 */
const passkeysByNetwork = limiter('passkey-answer-network', 60, MINUTE)

/** @param knownDevice the row of the browser, if the account's person signed in with it before */
type AskedLink = { email: string; address: string; knownDevice: string | null }

/**
 * Counts for addresses of nobody too. Strangers use up nothing of a known browser.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function consumeAccessLink({ email, address, knownDevice }: AskedLink): Promise<void> {
  await consume(linksByNetwork, await keyOf('address', networkOf(address)))
  if (knownDevice !== null) await consume(linksByDevice, knownDevice)
  else await consume(linksToAccount, await keyOf('email', email))
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumePasskeyChallenge(address: string): Promise<void> {
  await consume(challengesByNetwork, await keyOf('address', networkOf(address)))
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumePasskey(address: string): Promise<void> {
  await consume(passkeysByNetwork, await keyOf('address', networkOf(address)))
}

/**
 * Guessing gets slower: so many tries at once, and after each so many misses the wait until the next ones doubles, up to
 * a quarter of an hour.
 */
type Slowing = { atOnce: number; tries: RateLimiterPostgres; misses: RateLimiterPostgres }

/** @param remembered the milliseconds from the first miss until all are forgotten */
export function slowing(kind: string, { atOnce, remembered }: { atOnce: number; remembered: number }): Slowing {
  return {
    atOnce,
    tries: limiter(`guess-${kind}`, atOnce, SECOND),
    misses: limiter(`miss-${kind}`, atOnce, remembered),
  }
}

const guessesByNetwork = slowing('network', { atOnce: 10, remembered: HOUR })

/**
 * Takes a guess at a secret that names no account, for the network that it comes from. A network's misses stay: a person
 * who has an account there could clear them as they go.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function consumeGuess({ address }: { address: string }): Promise<{ missed(): Promise<void> }> {
  const network = await keyOf('address', networkOf(address))
  await consumeTry(guessesByNetwork, network)
  return { missed: () => recordMiss(guessesByNetwork, network) }
}

/**
 * Takes a try before it is known whether it hits, so that no number of them at once slips by.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function consumeTry({ atOnce, tries, misses }: Slowing, key: string): Promise<void> {
  const missed = (await misses.get(key))?.consumedPoints ?? 0
  await consume(tries, key, { customDuration: waitAfter(missed, atOnce) })
}

export async function recordMiss({ misses }: Slowing, key: string): Promise<void> {
  await misses.penalty(key)
}

export async function forgetMisses({ tries, misses }: Slowing, key: string): Promise<void> {
  await Promise.all([tries.delete(key), misses.delete(key)])
}

/** Seconds in which `atOnce` tries are allowed, after so many misses. */
export const waitAfter = (missed: number, atOnce: number): number =>
  Math.min(LONGEST_WAIT, 2 ** Math.floor(missed / atOnce))

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
 * Selects that the commit of this one statement waits for no flush: a database that crashes forgets what was counted in the last
 * second.
 */
export const WITHOUT_FLUSH = Prisma.sql`set_config('synchronous_commit', 'off', true) AS flush`

/**
 * Returns the INSERT that counts one point of each of several limits, for a statement that finds out whom it counts. `refuseOver`
 * judges the rows that it returns.
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
 * Consumes one point of each of several limits that have the same short time, in one statement, whose commit waits for no flush.
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
