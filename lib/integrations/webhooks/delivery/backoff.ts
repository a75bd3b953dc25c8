import { DAY, HOUR, SECOND } from '@/lib/core/clock'

/** A delivery is tried for so long from its first failure. */
export const TRIED_FOR = 3 * DAY

const FIRST_WAIT = 5 * SECOND
const FACTOR = 4
const LONGEST_WAIT = 12 * HOUR

/**
 * Returns the milliseconds until the next attempt, each wait four times the last one; null when the time is over. The
 * last attempt is made at the end of it.
 *
 * @param attempts the number made so far, at least one
 * @param failingFor milliseconds since the first of them failed
 */
export function nextWait(attempts: number, failingFor: number): number | null {
  if (failingFor >= TRIED_FOR) return null
  const wait = Math.min(FIRST_WAIT * FACTOR ** (attempts - 1), LONGEST_WAIT)
  return Math.min(wait, TRIED_FOR - failingFor)
}
