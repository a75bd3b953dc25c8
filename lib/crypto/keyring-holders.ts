import 'server-only'
import { hostname } from 'node:os'
import { SECOND } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { startInterval } from '@/lib/core/timers'
import { database } from '@/lib/db/client'
import { keyring } from './keyring'
import type { Keyring } from './parse-keyring'

const EVERY = 5 * SECOND
/** Seconds of silence after which a process counts as gone. */
const SILENCE = 20

/** A process that opens documents, such as the portal: which key it wraps under, and which it can open. */
export type KeyringHolder = { place: string; activeId: string; held: string[] }

/** Names one key by its id and its fingerprint, which distinguishes it from another of that id. */
export const keyName = ({ fingerprints }: Keyring, id: string): string => `${id}:${fingerprints.get(id)}`

/** Writes which keys this process can open, at once and every five seconds until it is stopped. */
export async function startHoldingKeyring(): Promise<{ stop(): Promise<void> }> {
  const id = newId()
  const place = `${hostname()}, process ${process.pid}`
  await removeSilent()
  await beat(id, place)
  const timer = startInterval(() => beat(id, place), EVERY, { room: 'keyring' })
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await database().keyringHolder.deleteMany({ where: { id } })
    },
  }
}

async function beat(id: string, place: string): Promise<void> {
  const keys = keyring()
  const held = [...keys.fingerprints.keys()].map((keyId) => keyName(keys, keyId))
  await database().$executeRaw`
    INSERT INTO keyring_holders (id, place, active_id, held, beat_at)
    VALUES (${id}::uuid, ${place}, ${keys.activeId}, ${held}, clock_timestamp())
    ON CONFLICT (id) DO UPDATE
      SET active_id = excluded.active_id, held = excluded.held, beat_at = excluded.beat_at`
}

const removeSilent = () =>
  database().$executeRaw`
    DELETE FROM keyring_holders WHERE beat_at < clock_timestamp() - make_interval(secs => ${SILENCE})`

/** Returns the processes that reported recently. */
export async function keyringHolders(): Promise<KeyringHolder[]> {
  return database().$queryRaw<KeyringHolder[]>`
    SELECT place, active_id AS "activeId", held FROM keyring_holders
    WHERE beat_at > clock_timestamp() - make_interval(secs => ${SILENCE}) ORDER BY place`
}
