import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Found, memoize } from './memoize'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const PAUSES = { first: 1_000, most: 3_000 }
const ALL: Found<string> = { value: 'all', isLasting: true, lack: 0 }
const HALF: Found<string> = { value: 'half', isLasting: false, lack: 1 }
const NOTHING: Found<string> = { value: 'nothing', isLasting: false, lack: 2 }

const looking = (...answers: (Found<string> | Error)[]) =>
  vi.fn(async () => {
    const next = answers.shift()
    if (!next || next instanceof Error) throw next
    return next
  })

test('a lasting result is found once', async () => {
  const look = looking(ALL)
  const ask = memoize(look, PAUSES)
  expect(await Promise.all([ask(), ask()])).toEqual(['all', 'all'])
  vi.advanceTimersByTime(1_000_000)
  expect(await ask()).toBe('all')
  expect(look).toHaveBeenCalledTimes(1)
})

test('a temporary result is looked up again after a while, once for all callers', async () => {
  const look = looking(HALF, ALL)
  const ask = memoize(look, PAUSES)
  expect(await ask()).toBe('half')
  vi.advanceTimersByTime(999)
  expect(await ask()).toBe('half')
  vi.advanceTimersByTime(1)
  expect(await Promise.all([ask(), ask()])).toEqual(['all', 'all'])
  expect(look).toHaveBeenCalledTimes(2)
})

test('a failure is shared by those who asked, and not remembered', async () => {
  const look = looking(new Error('passing'), ALL)
  const ask = memoize(look, PAUSES)
  expect((await Promise.allSettled([ask(), ask()])).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(look).toHaveBeenCalledTimes(1)
  expect(await ask()).toBe('all')
})

/** Returns what asks a moment before a pause is over, and when it is: then, and not before, there is a look. */
function askerOf(found: { now: Found<string> }) {
  const look = vi.fn(async () => found.now)
  const ask = memoize(look, PAUSES)
  const askAfter = async (pause: number) => {
    const before = look.mock.calls.length
    vi.advanceTimersByTime(pause - 1)
    await ask()
    expect(look).toHaveBeenCalledTimes(before)
    vi.advanceTimersByTime(1)
    const value = await ask()
    expect(look).toHaveBeenCalledTimes(before + 1)
    return value
  }
  return { ask, askAfter }
}

test('what is missing each time is looked for ever more seldom, up to a limit', async () => {
  const { ask, askAfter } = askerOf({ now: HALF })
  await ask()
  for (const pause of [1_000, 2_000, 3_000, 3_000]) await askAfter(pause)
})

test('what was there before is looked for after the first pause, each time', async () => {
  const found = { now: HALF }
  const { ask, askAfter } = askerOf(found)
  await ask()
  for (const pause of [1_000, 2_000]) await askAfter(pause)
  found.now = NOTHING
  expect(await askAfter(3_000)).toBe('nothing')
  for (const pause of [1_000, 1_000, 1_000, 1_000]) expect(await askAfter(pause)).toBe('nothing')
  found.now = HALF
  expect(await askAfter(1_000)).toBe('half')
  found.now = NOTHING
  expect(await askAfter(3_000)).toBe('nothing')
  expect(await askAfter(1_000)).toBe('nothing')
})
