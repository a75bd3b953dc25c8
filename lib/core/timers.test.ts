import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { standStill } from '@/tests/setup/stand-still'
import { log } from './log'
import { startInterval, startRunTimeout, startTimeout } from './timers'

const bugs = vi.spyOn(log, 'error')
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  bugs.mockClear()
})

const throws = () => {
  throw new TypeError('secret')
}
const rejects = async () => throws()

test.each([
  ['throws', throws],
  ['rejects', rejects],
])('work that %s is logged, and is done again the next time', async (_, work) => {
  const done = vi.fn(work)
  const timer = startInterval(done, 100, { room: 'web' })
  await vi.advanceTimersByTimeAsync(300)
  clearInterval(timer)
  await vi.advanceTimersByTimeAsync(300)
  expect(done).toHaveBeenCalledTimes(3)
  expect(bugs.mock.calls).toEqual(Array(3).fill([expect.objectContaining({ room: 'web', error: 'TypeError' }), 'bug']))
})

test.each([
  ['throws', throws],
  ['rejects', rejects],
])('work for later that %s is logged, once', async (_, work) => {
  startTimeout(work, 100, { act: 'later' })
  await vi.advanceTimersByTimeAsync(99)
  expect(bugs).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(300)
  expect(bugs.mock.calls).toEqual([[expect.objectContaining({ act: 'later' }), 'bug']])
})

test('time in which the process did not run does not count', async () => {
  vi.useRealTimers()
  const done = vi.fn()
  startRunTimeout(done, 600)
  standStill(700)
  await new Promise((turn) => setTimeout(turn, 1))
  expect(done).not.toHaveBeenCalled()
  await vi.waitUntil(() => done.mock.calls.length === 1, PATIENCE)
})

test('work that is given up is not done', async () => {
  const done = vi.fn()
  const giveUp = startRunTimeout(done, 200)
  await vi.advanceTimersByTimeAsync(100)
  giveUp()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(done).not.toHaveBeenCalled()
})
