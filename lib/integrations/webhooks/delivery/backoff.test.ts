import { expect, test } from 'vitest'
import { HOUR, SECOND } from '@/lib/core/clock'
import { nextWait, TRIED_FOR } from './backoff'

test('each wait is four times the last one, and the last attempt is made three days after the first', () => {
  const waits: number[] = []
  let failingFor = 0
  for (let wait = nextWait(1, 0); wait !== null; wait = nextWait(waits.length + 1, failingFor)) {
    waits.push(wait)
    failingFor += wait
  }
  expect(failingFor).toBe(TRIED_FOR)
  expect(waits.slice(0, 4)).toEqual([5, 20, 80, 320].map((seconds) => seconds * SECOND))
  expect(waits.slice(7, -1).every((wait) => wait === 12 * HOUR)).toBe(true)
  expect(waits).toHaveLength(13)
})
