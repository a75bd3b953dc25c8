import 'server-only'
import { DAY, SECOND } from '@/lib/core/clock'
import { consume, limiter, waitAfter } from './rate-limits'

/** So many tries at once, and after each so many misses the wait doubles, as with every guess (`rate-limits.ts`). */
const AT_ONCE = 3

const tries = limiter('guess-elsewhere', AT_ONCE, SECOND)
const misses = limiter('miss-elsewhere', AT_ONCE, DAY)

/**
 * Counts a guess at a number's code from a browser that requested none. It is always a miss, and slows down only others
 * of its kind: the browser that requested the code is not counted here.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function consumeGuessElsewhere(phoneIndex: Uint8Array): Promise<void> {
  const key = Buffer.from(phoneIndex).toString('hex')
  const missed = (await misses.get(key))?.consumedPoints ?? 0
  await consume(tries, key, { customDuration: waitAfter(missed, AT_ONCE) })
  await misses.penalty(key)
}
