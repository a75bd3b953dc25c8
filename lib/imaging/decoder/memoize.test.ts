import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Found, memoize } from './memoize'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const PAUSES = { first: 1_000, most: 3_000 }
const isLess = (now: string, before: string) => now === 'nothing' && before !== 'nothing'

const looking = (...answers: (Found<string> | Error)[]) =>
  vi.fn(async () => {
    const next = answers.shift()
    if (!next || next instanceof Error) throw next
    return next
  })

test('a lasting result is found once', async () => {
  const look = looking({ value: 'all', isLasting: true })
  const ask = memoize(look, PAUSES, isLess)
  expect(await Promise.all([ask(), ask()])).toEqual(['all', 'all'])
  vi.advanceTimersByTime(1_000_000)
  expect(await ask()).toBe('all')
  expect(look).toHaveBeenCalledTimes(1)
})

test('a temporary result is looked up again after a while, once for all callers', async () => {
  const look = looking({ value: 'half', isLasting: false }, { value: 'all', isLasting: true })
  const ask = memoize(look, PAUSES, isLess)
  expect(await ask()).toBe('half')
  vi.advanceTimersByTime(999)
  expect(await ask()).toBe('half')
  vi.advanceTimersByTime(1)
  expect(await Promise.all([ask(), ask()])).toEqual(['all', 'all'])
  expect(look).toHaveBeenCalledTimes(2)
})

test('a failure is shared by those who asked, and not remembered', async () => {
  const look = looking(new Error('passing'), { value: 'all', isLasting: true })
  const ask = memoize(look, PAUSES, isLess)
  expect((await Promise.allSettled([ask(), ask()])).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(look).toHaveBeenCalledTimes(1)
  expect(await ask()).toBe('all')
})

test('what is missing each time is looked for ever more seldom, up to a limit', async () => {
  const look = vi.fn(async () => ({ value: 'half', isLasting: false }))
  const ask = memoize(look, PAUSES, isLess)
  await ask()
  for (const pause of [1_000, 2_000, 3_000, 3_000]) {
    const before = look.mock.calls.length
    vi.advanceTimersByTime(pause - 1)
    await ask()
    expect(look).toHaveBeenCalledTimes(before)
    vi.advanceTimersByTime(1)
    await ask()
    expect(look).toHaveBeenCalledTimes(before + 1)
  }
})

test('after a look that found less than the one before, the pauses start again', async () => {
  let value = 'half'
  const look = vi.fn(async () => ({ value, isLasting: false }))
  const ask = memoize(look, PAUSES, isLess)
  /** Asks a moment before a pause is over, and when it is: then, and not before, there is a look. */
  const askAfter = async (pause: number) => {
    const before = look.mock.calls.length
    vi.advanceTimersByTime(pause - 1)
    await ask()
    expect(look).toHaveBeenCalledTimes(before)
    vi.advanceTimersByTime(1)
    const found = await ask()
    expect(look).toHaveBeenCalledTimes(before + 1)
    return found
  }
  await ask()
  for (const pause of [1_000, 2_000]) await askAfter(pause)
  value = 'nothing'
  expect(await askAfter(3_000)).toBe('nothing')
  value = 'half'
  expect(await askAfter(1_000)).toBe('half')
  for (const pause of [2_000, 3_000]) await askAfter(pause)
  // What stays away is no news.
  value = 'nothing'
  await askAfter(3_000)
  for (const pause of [1_000, 2_000, 3_000]) expect(await askAfter(pause)).toBe('nothing')
})
