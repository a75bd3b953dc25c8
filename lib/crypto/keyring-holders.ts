import 'server-only'
import { hostname } from 'node:os'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { isSystemError } from '@/lib/core/files/durable-file'
import { newId } from '@/lib/core/ids'
import { installationId } from '@/lib/core/installation-id'
import { startInterval } from '@/lib/core/timers'
import { database } from '@/lib/db/client'
import { keyring } from './keyring'
import type { Keyring } from './parse-keyring'

const EVERY = 5 * SECOND
/** Seconds of silence after which nobody waits for a process any more. It may still have its keys. */
export const SILENCE = 20

/** A process that opens documents, such as the portal: which key it wraps under, and which it can open. */
export type KeyringHolder = { place: string; activeId: string; held: string[]; beatAt: Date; isSilent: boolean }

/** Names one key by its id and its fingerprint, which distinguishes it from another of that id. */
export const keyName = ({ fingerprints }: Keyring, id: string): string => `${id}:${fingerprints.get(id)}`

/** Returns the ids of the keys that a process had when it last reported. */
export const heldIds = ({ held }: Pick<KeyringHolder, 'held'>): string[] =>
  held.map((name) => name.slice(0, name.lastIndexOf(':')))

/**
 * Writes which keys this process can open, at once and every five seconds until it is stopped, and removes what
 * processes of this machine left that were killed.
 */
export async function startHoldingKeyring(): Promise<{ stop(): Promise<void> }> {
  const id = newId()
  const ours = await placeOfOurs()
  const report = async () => {
    await beat(id, `${ours}${process.pid}`)
    await removeEnded(id, ours)
  }
  let reporting: Promise<void> | null = null
  const reportAgain = () => {
    reporting ??= report().finally(() => {
      reporting = null
    })
    return reporting
  }
  await report()
  const timer = startInterval(reportAgain, EVERY, { room: 'keyring' })
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await reporting?.catch(() => {}) // it would write the row again after it was removed
      await database().keyringHolder.deleteMany({ where: { id } })
    },
  }
}

/**
 * Begins the place of each process on this machine and data folder, which its number ends. Machines may share a name.
 */
async function placeOfOurs(): Promise<string> {
  const folder = await installationId(env().ZHUNXIN_DATA)
  return `${hostname()}, data folder ${folder.slice(0, 8)}, process `
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

/**
 * Removes the rows of silent processes of this machine and data folder that run no more. A silent one that runs is
 * paused, or cut off from the database, and still has its keys; of other machines nobody can tell here.
 */
async function removeEnded(id: string, ours: string): Promise<void> {
  const silent = await database().$queryRaw<{ id: string; place: string }[]>`
    SELECT id::text, place FROM keyring_holders
    WHERE id <> ${id}::uuid AND starts_with(place, ${ours})
      AND beat_at <= clock_timestamp() - make_interval(secs => ${SILENCE})`
  const ended = silent.filter(({ place }) => !isOfAnother(Number(place.slice(ours.length))))
  if (ended.length === 0) return
  await database().$executeRaw`
    DELETE FROM keyring_holders
    WHERE id = ANY (${ended.map((row) => row.id)}::uuid[])
      AND beat_at <= clock_timestamp() - make_interval(secs => ${SILENCE})`
}

/** Returns whether another process than this one runs under a number. */
function isOfAnother(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !isSystemError(error, 'ESRCH')
  }
}

/** Returns the processes that reported recently. */
export async function keyringHolders(): Promise<KeyringHolder[]> {
  return (await possibleHolders()).filter(({ isSilent }) => !isSilent)
}

/**
 * Returns the processes that may have keys: those that reported recently, and silent ones that are not known to have
 * ended.
 */
export function possibleHolders(): Promise<KeyringHolder[]> {
  return database().$queryRaw<KeyringHolder[]>`
    SELECT place, active_id AS "activeId", held, beat_at AS "beatAt",
      beat_at <= clock_timestamp() - make_interval(secs => ${SILENCE}) AS "isSilent"
    FROM keyring_holders ORDER BY place`
}
