import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { DAY } from '@/lib/core/clock'
import { database, databaseTime, type Reader, type Tx } from '@/lib/db/client'

/** Days for which a browser remains known without being used: the longest that browsers store a cookie. */
export const DEVICE_DAYS = 400

/** 256 random bits need no slow hash. */
const hashOf = (secret: string) => new Uint8Array(createHash('sha256').update(secret).digest())

/** Returns whether this person completed a sign-in on this browser before. */
export async function isKnownDevice(reader: Reader, userId: string, secret: string | null): Promise<boolean> {
  if (secret === null) return false
  const since = new Date((await databaseTime(reader)).getTime() - DEVICE_DAYS * DAY)
  const where = { secretHash: hashOf(secret), userId, lastSeenAt: { gt: since } }
  return (await reader.knownDevice.count({ where })) === 1
}

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
  return { secret, isNew: true }
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
