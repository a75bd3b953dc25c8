import { expect, test } from 'vitest'
import { ATTEMPTS, afterFailure, type Failure } from './lifecycle'

const FAILURES: Failure[] = ['REFUSED', 'THROTTLED', 'UNREACHABLE', 'UNSURE', 'LEFT_BEHIND']
const table = (isOnce: boolean) =>
  Object.fromEntries(
    FAILURES.map((failure) => [
      failure,
      [1, 2, 3, 4].map((attempts) => {
        const next = afterFailure(failure, { isOnce, attempts })
        return next.state === 'PENDING' ? next.waitSeconds : next.state
      }),
    ]),
  )

test('a notice is tried three times, with a longer wait each time', () => {
  expect(table(false)).toEqual({
    REFUSED: ['FAILED', 'FAILED', 'FAILED', 'FAILED'],
    THROTTLED: [30, 300, 'FAILED', 'FAILED'],
    UNREACHABLE: [30, 300, 'FAILED', 'FAILED'],
    UNSURE: [30, 300, 'UNSURE', 'UNSURE'],
    LEFT_BEHIND: [0, 0, 'UNSURE', 'UNSURE'],
  })
  expect(ATTEMPTS).toBe(3)
})

test('a code that may have been sent is never sent again', () => {
  expect(table(true)).toEqual({
    REFUSED: ['FAILED', 'FAILED', 'FAILED', 'FAILED'],
    THROTTLED: [5, 30, 'FAILED', 'FAILED'],
    UNREACHABLE: [5, 30, 'FAILED', 'FAILED'],
    UNSURE: ['UNSURE', 'UNSURE', 'UNSURE', 'UNSURE'],
    LEFT_BEHIND: ['UNSURE', 'UNSURE', 'UNSURE', 'UNSURE'],
  })
})
