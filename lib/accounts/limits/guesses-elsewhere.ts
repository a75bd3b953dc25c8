import 'server-only'
import { DAY } from '@/lib/core/clock'
import { consumeTry, recordMiss, slowing } from './slow-guesses'

const ELSEWHERE = slowing('elsewhere', { atOnce: 3, remembered: DAY })

/**
 * Counts a guess at a number's code from a browser that requested none. It is always a miss, and slows down only others
 * of its kind: the browser that requested the code is not counted here.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function consumeGuessElsewhere(phoneIndex: Uint8Array): Promise<void> {
  const key = Buffer.from(phoneIndex).toString('hex')
  await consumeTry(ELSEWHERE, key)
  await recordMiss(ELSEWHERE, key)
}
