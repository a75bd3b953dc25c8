import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, MINUTE, SECOND } from '@/lib/core/clock'
import { waitUntilSend } from './sign-in-codes'

const NOW = new Date('2026-11-25T04:00:00Z')
const sent = (...ages: number[]) => ages.map((age) => ({ createdAt: new Date(NOW.getTime() - age), usedAt: NOW }))
const unused = (...ages: number[]) => sent(...ages).map(({ createdAt }) => ({ createdAt, usedAt: null }))

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

test.each([
  ['one', [0], MINUTE],
  ['two', [0, 3 * MINUTE], 2 * MINUTE],
  ['two, and half of the wait', [MINUTE, 3 * MINUTE], MINUTE],
  ['four', [0, 11, 22, 33].map((minutes) => minutes * MINUTE), 8 * MINUTE],
  ['eight', [0, 11, 22, 33, 44, 55, 66, 77].map((minutes) => minutes * MINUTE), 15 * MINUTE],
])('after %s that nobody used', (_, ages, wait) => {
  expect(waitUntilSend(NOW, unused(...ages))).toBe(wait)
  expect(waitUntilSend(NOW, [...unused(...ages), ...sent(DAY), ...unused(DAY)])).toBe(wait) // before the last one that was used
})

test('a person who sends as soon as allowed, or later, stays within each limit over any span', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 * MINUTE }), { maxLength: 60 }), (delays) => {
      const times: number[] = []
      let now = NOW.getTime()
      for (const delay of delays) {
        now += delay
        const newestFirst = [...times].reverse().map((time) => ({ createdAt: new Date(time), usedAt: new Date(time) }))
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
