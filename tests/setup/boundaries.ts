import { setTimeout as sleep } from 'node:timers/promises'
import { DAY, HOUR, MINUTE, SECOND } from '@/lib/core/clock'

const SHANGHAI = 8 * HOUR

/** Waits until midnight in Shanghai is over if it is near: for a test that names a day, and asks for it again. */
export const avoidMidnight = () => avoidEndOf(DAY, MINUTE / 2)

/** Waits until the next minute if this one is about to end: for a test whose acts are counted by the minute. */
export const avoidEndOfMinute = () => avoidEndOf(MINUTE, 10 * SECOND)

async function avoidEndOf(length: number, least: number): Promise<void> {
  const left = length - ((Date.now() + SHANGHAI) % length)
  if (left < least) await sleep(left + 20) // a timer may be a millisecond early
}
