import { DAY, HOUR } from '@/lib/core/clock'
import type { Keyring } from '@/lib/crypto/parse-keyring'

/** Holds the operator's settings: see README's table. */
export type KeyTimes = { rotationDays: number; retentionDays: number }

/**
 * The clock checks once in this interval. It rotates two of them early, so that a rotation and the retention together
 * take no longer.
 */
const CHECKED_EVERY = HOUR

const timeOf = (iso: string | undefined): Date | null => (iso ? new Date(iso) : null)
const later = (time: Date, milliseconds: number) => new Date(time.getTime() + milliseconds)

/** Returns when the active key started to wrap; null when it isn't known. */
export const activeSince = ({ activeId, history }: Keyring): Date | null => timeOf(history.get(activeId)?.activeAt)

/** Returns when another key is due to wrap; null when it isn't known since when this one does. */
export function rotationDue(keyring: Keyring, { rotationDays }: KeyTimes): Date | null {
  const since = activeSince(keyring)
  return since && later(since, rotationDays * DAY - 2 * CHECKED_EVERY)
}

/** Returns the keys that no longer wrap, and when each may be destroyed: by then no stored backup needs it. */
export function retiredKeys({ activeId, fingerprints, history }: Keyring, { retentionDays }: KeyTimes) {
  return [...fingerprints.keys()].flatMap((id) => {
    const retiredAt = timeOf(history.get(id)?.retiredAt)
    if (id === activeId || !retiredAt) return []
    return {
      id,
      retiredAt,
      destroyAt: later(retiredAt, retentionDays * DAY),
      doomedAt: timeOf(history.get(id)?.doomedAt),
    }
  })
}

type RetiredKey = ReturnType<typeof retiredKeys>[number]

/**
 * Returns what the clock does with a retired key. Destroying can't be undone, so a clock that jumps ahead must not do
 * it: two runs find it due, a day apart by the time of both. The first comes so early that the second is not late.
 */
export function nextStep({ destroyAt, doomedAt }: RetiredKey, now: Date): 'wait' | 'doom' | 'destroy' {
  const near = later(destroyAt, -DAY - 2 * CHECKED_EVERY)
  if (now < near) return 'wait'
  if (!doomedAt || doomedAt < near || doomedAt > now) return 'doom'
  return now >= destroyAt && now >= later(doomedAt, DAY) ? 'destroy' : 'wait'
}

/** Returns when a key is destroyed at the latest, by the clock; null when that can't be said. */
export function destroyedBy(keyring: Keyring, id: string, times: KeyTimes): Date | null {
  if (!keyring.fingerprints.has(id)) return null // another process holds it alone
  const { createdAt, activeAt } = keyring.history.get(id) ?? {}
  const retired = retiredKeys(keyring, times).find((key) => key.id === id)
  if (retired) return later(retired.destroyAt, CHECKED_EVERY)
  const since = timeOf(activeAt ?? createdAt)
  return since && later(since, (times.rotationDays + times.retentionDays) * DAY)
}
