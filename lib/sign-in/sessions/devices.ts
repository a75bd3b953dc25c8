import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { DAY } from '@/lib/core/clock'
import { database, databaseTime, type Reader, type Tx } from '@/lib/db/client'

/** A browser remains known for so many days without being used: the longest that browsers store a cookie. */
export const DEVICE_DAYS = 400

/** A person has so many known browsers; of more, the one that was used longest ago is unknown again. */
const MOST_DEVICES = 20

/** 256 random bits need no slow hash. */
const hashOf = (secret: string) => new Uint8Array(createHash('sha256').update(secret).digest())

/** Names whose browser it may be: by what someone typed, where there need not be such a person, or by a session. */
type Owner = { emailIndex: Uint8Array<ArrayBuffer> } | { phoneIndex: Uint8Array<ArrayBuffer> } | { id: string }

/** Returns the row of a browser on which this person completed a sign-in before; null for any other browser. */
export async function findKnownDevice(reader: Reader, owner: Owner, secret: string | null): Promise<string | null> {
  if (secret === null) return null
  const since = new Date((await databaseTime(reader)).getTime() - DEVICE_DAYS * DAY)
  const where = { secretHash: hashOf(secret), user: owner, lastSeenAt: { gt: since } }
  return (await reader.knownDevice.findFirst({ where, select: { id: true } }))?.id ?? null
}

/** Returns whether this person completed a sign-in on this browser before. */
export const isKnownDevice = async (reader: Reader, userId: string, secret: string | null): Promise<boolean> =>
  (await findKnownDevice(reader, { id: userId }, secret)) !== null

/** The secret that the browser stores from now on, and whether it was new for this person. */
export type RememberedDevice = { secret: string; isNew: boolean }

/**
 * Makes a browser known as this person's, after a complete sign-in. A browser that was not theirs before gets a new
 * secret, also for others who are known on it: a secret that was planted into it becomes worthless.
 */
export async function rememberDevice(tx: Tx, userId: string, held: string | null): Promise<RememberedDevice> {
  const now = await databaseTime(tx)
  if (held !== null) {
    const seen = await tx.knownDevice.updateMany({
      where: { secretHash: hashOf(held), userId },
      data: { lastSeenAt: now },
    })
    if (seen.count === 1) return { secret: held, isNew: false }
  }
  const secret = newDevice()
  const secretHash = hashOf(secret)
  if (held !== null) await tx.knownDevice.updateMany({ where: { secretHash: hashOf(held) }, data: { secretHash } })
  await tx.knownDevice.create({ data: { userId, secretHash, createdAt: now, lastSeenAt: now } })
  await dropOldest(tx, userId)
  return { secret, isNew: true }
}

/** Each known browser has guesses of its own: a person who prepared many would have many times as many. */
async function dropOldest(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM known_devices WHERE user_id = ${userId}::uuid AND id NOT IN (
      SELECT id FROM known_devices WHERE user_id = ${userId}::uuid ORDER BY last_seen_at DESC, id DESC LIMIT ${MOST_DEVICES}::int)`
}

/**
 * Takes all other browsers of someone for unknown, and gives this one another secret, so that a copy of its cookie is
 * worth nothing. It remains as known as it was, with the same row: a thief who guesses on it gains no new count.
 *
 * @returns null when it is not known as theirs
 */
export async function keepOnlyDevice(tx: Tx, userId: string, held: string | null): Promise<RememberedDevice | null> {
  const kept = await findKnownDevice(tx, { id: userId }, held)
  await tx.knownDevice.deleteMany({ where: { userId, ...(kept ? { id: { not: kept } } : {}) } })
  if (kept === null || held === null) return null
  const secret = newDevice()
  await tx.knownDevice.updateMany({ where: { secretHash: hashOf(held) }, data: { secretHash: hashOf(secret) } })
  return { secret, isNew: false }
}

/** A secret for a browser that is not known yet. */
export const newDevice = (): string => randomBytes(32).toString('base64url')

/** The hash by which it can be made known later. */
export const deviceHash = hashOf

/** Makes a browser known by the hash of what it holds, as someone decided who doesn't sit at it. */
export async function admitDevice(tx: Tx, userId: string, secretHash: Uint8Array<ArrayBuffer>): Promise<void> {
  const now = await databaseTime(tx)
  await tx.knownDevice.create({ data: { userId, secretHash, createdAt: now, lastSeenAt: now } })
}

/** Takes all browsers of someone for unknown again, as when someone else may have had one. */
export async function forgetDevices(tx: Tx, userId: string): Promise<void> {
  await tx.knownDevice.deleteMany({ where: { userId } })
}

/** Browsers that were not seen for so long that they hold no cookie any more. */
export async function purgeDevices(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM known_devices WHERE last_seen_at < clock_timestamp() - make_interval(days => ${DEVICE_DAYS}::int)`
}
