import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Found, memoize } from './memoize'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const looking = (...answers: (Found<string> | Error)[]) =>
  vi.fn(async () => {
    const next = answers.shift()
    if (!next || next instanceof Error) throw next
    return next
  })

test('a lasting result is found once', async () => {
  const look = looking({ value: 'all', isLasting: true })
  const ask = memoize(look, 1_000)
  expect(await Promise.all([ask(), ask()])).toEqual(['all', 'all'])
  vi.advanceTimersByTime(1_000_000)
  expect(await ask()).toBe('all')
  expect(look).toHaveBeenCalledTimes(1)
})

test('a temporary result is looked up again after a while, once for all callers', async () => {
  const look = looking({ value: 'half', isLasting: false }, { value: 'all', isLasting: true })
  const ask = memoize(look, 1_000)
  expect(await ask()).toBe('half')
  vi.advanceTimersByTime(999)
  expect(await ask()).toBe('half')
  vi.advanceTimersByTime(1)
  expect(await Promise.all([ask(), ask()])).toEqual(['all', 'all'])
  expect(look).toHaveBeenCalledTimes(2)
})

test('a failure is shared by those who asked, and not remembered', async () => {
  const look = looking(new Error('passing'), { value: 'all', isLasting: true })
  const ask = memoize(look, 1_000)
  expect((await Promise.allSettled([ask(), ask()])).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(look).toHaveBeenCalledTimes(1)
  expect(await ask()).toBe('all')
})
