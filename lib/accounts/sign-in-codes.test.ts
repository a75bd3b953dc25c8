import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, MINUTE, SECOND } from '@/lib/core/clock'
import { waitUntilSend } from './sign-in-codes'

const NOW = new Date('2026-11-25T04:00:00Z')
const sent = (...ages: number[]) => ages.map((age) => new Date(NOW.getTime() - age))

test.each([
  ['nothing before', [], 0],
  ['one a moment ago', [0], MINUTE],
  ['one 59 seconds ago', [59 * SECOND], SECOND],
  ['one a minute ago', [MINUTE], 0],
  ['three in ten minutes', [2 * MINUTE, 5 * MINUTE, 9 * MINUTE], MINUTE],
  ['three in just over ten minutes', [2 * MINUTE, 5 * MINUTE, 10 * MINUTE], 0],
  ['ten in a day', Array.from({ length: 10 }, (_, i) => (i + 1) * 2 * 60 * MINUTE), 4 * 60 * MINUTE],
])('after %s', (_, ages, wait) => {
  expect(waitUntilSend(NOW, sent(...ages))).toBe(wait)
})

test('who always sends as soon as allowed, or later, stays within each limit over any span', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 * MINUTE }), { maxLength: 60 }), (delays) => {
      const times: number[] = []
      let now = NOW.getTime()
      for (const delay of delays) {
        now += delay
        const newestFirst = [...times].reverse().map((time) => new Date(time))
        now += waitUntilSend(new Date(now), newestFirst)
        times.push(now)
      }
      for (const [most, within] of [
        [1, MINUTE],
        [3, 10 * MINUTE],
        [10, DAY],
      ] as const) {
        for (const start of times) {
          expect(times.filter((time) => time >= start && time < start + within).length).toBeLessThanOrEqual(most)
        }
      }
    }),
    { numRuns: 50 },
  )
})
