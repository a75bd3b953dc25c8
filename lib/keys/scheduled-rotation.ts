import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DAY } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { isKeyringOurs, keyring, keyringPath } from '@/lib/crypto/keyring'
import { completeKeyringHistory, destroyKeyringKey, markKeyringKeyForDestruction } from '@/lib/crypto/keyring-file'
import { heldIds, keyringHolders, possibleHolders } from '@/lib/crypto/keyring-holders'
import { countUnderOtherKeys } from '@/lib/crypto/rewrap-keys'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { ownerUrl } from '@/lib/db/owner'
import { activeSince, type KeyTimes, nextStep, retiredKeys, rotationDue } from './key-ages'
import { takeKeysLock } from './keys-lock'
import { rotateKeys } from './rotate-keys'

/** The time that the clock may take to catch up before health warns. */
const LATE = 2 * DAY

export const keyTimes = (): KeyTimes => {
  const { KEY_ROTATION_DAYS, BACKUP_RETENTION_DAYS } = env()
  return { rotationDays: KEY_ROTATION_DAYS, retentionDays: BACKUP_RETENTION_DAYS }
}

/**
 * Replaces the keyring key that wraps when it is old enough, and destroys those that no backup needs any more. What a
 * killed run left is completed by the next. Does nothing where the keyring is not the portal's to change, or while
 * someone else changes keys.
 */
export async function rotateOnSchedule(): Promise<void> {
  if (!isKeyringOurs()) return
  const release = await takeKeysLock(ownerUrl())
  if (!release) return
  try {
    const now = await databaseTime()
    await completeKeyringHistory(keyringPath(), now)
    const due = rotationDue(keyring(), keyTimes())
    const isDue = due !== null && due <= now
    if (isDue || (await countUnderOtherKeys()) > 0) {
      await rotateKeys({ addsKey: isDue, say: (line) => log.info({ job: 'keys.rotate' }, line) })
    }
    await destroyRetiredKeys()
  } finally {
    await release()
  }
}

/** Destroys the retired keys that are due. The caller has the lock of keys. */
async function destroyRetiredKeys(): Promise<void> {
  for (const key of retiredKeys(keyring(), keyTimes())) {
    const { id } = key
    const now = await databaseTime()
    const step = nextStep(key, now)
    if (step === 'doom') await markKeyringKeyForDestruction(keyringPath(), id, now)
    if (step !== 'destroy' || !isOwnTime(now) || (await isNeeded(id))) continue
    await destroyKeyringKey(keyringPath(), id, now)
    log.info({ job: 'keys.rotate', key: id }, 'keyring key destroyed')
    await transaction((tx) => recordAudit(tx, SYSTEM, { action: 'keys.destroyed', subjectId: null, data: { key: id } }))
  }
}

/**
 * Returns whether this machine's clock agrees with the database's: otherwise one of the two is wrong, and nothing is
 * destroyed by it.
 */
const isOwnTime = (now: Date): boolean => Math.abs(Date.now() - now.getTime()) < DAY

/** Returns whether anything is wrapped under it, or a process would still wrap under it. */
async function isNeeded(id: string): Promise<boolean> {
  if ((await database().dataKey.count({ where: { keyringId: id, erasedAt: null } })) > 0) return true
  return (await keyringHolders()).some(({ activeId }) => activeId === id)
}

/** Returns the code of what the operator should fix about the keyring; null when all is well. */
export async function keyringConcern(): Promise<'KEYRING_NOT_WRITABLE' | 'KEY_ROTATION_DUE' | null> {
  if (!isKeyringOurs()) return 'KEYRING_NOT_WRITABLE'
  const before = new Date((await databaseTime()).getTime() - LATE)
  const due = [
    rotationDue(keyring(), keyTimes()),
    ...retiredKeys(keyring(), keyTimes()).map((key) => key.destroyAt),
    (await countUnderOtherKeys()) > 0 ? activeSince(keyring()) : null,
    ...(await timesOfDestroyedThatAreHeld()),
  ]
  return due.some((time) => time !== null && time < before) ? 'KEY_ROTATION_DUE' : null
}

/**
 * Returns when keys were destroyed that a process may still have, such as one that was paused before and is silent
 * since.
 */
async function timesOfDestroyedThatAreHeld(): Promise<Date[]> {
  const held = new Set((await possibleHolders()).flatMap(heldIds))
  return [...keyring().history].flatMap(([id, { destroyedAt }]) =>
    destroyedAt && held.has(id) ? [new Date(destroyedAt)] : [],
  )
}
