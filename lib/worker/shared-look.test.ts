import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SharedLook } from './shared-look'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

type Result = string | null

/** Makes a look of which each call does the next of these. */
function looking(...calls: (() => Result | Promise<Result>)[]) {
  const look = vi.fn(async () => {
    const call = calls.shift()
    if (!call) throw new Error('One look too many')
    return call()
  })
  return { look, shared: new SharedLook<string>(look) }
}

const result = (value: Result) => () => value
const later = (value: Result, milliseconds: number) => () =>
  new Promise<Result>((resolve) => setTimeout(resolve, milliseconds, value))

const passing = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

test('a look serves a crowd, and everyone within five seconds of it', async () => {
  const { look, shared } = looking(result('first'), result('second'))
  const crowd = await Promise.all(Array.from({ length: 250 }, () => shared.see()))
  expect(new Set(crowd.map(({ value }) => value))).toEqual(new Set(['first']))
  await passing(4_999)
  expect(await shared.see()).toEqual({ value: 'first', silentMs: 0 })
  expect(look).toHaveBeenCalledTimes(1)
  await passing(1)
  const others = await Promise.all(Array.from({ length: 250 }, () => shared.see()))
  expect(new Set(others.map(({ value }) => value))).toEqual(new Set(['second']))
  expect(look).toHaveBeenCalledTimes(2)
})

test('while a look hangs, its askers get the last result after half a second, and it is not started again', async () => {
  const { look, shared } = looking(result('before'), later('late', 31_000))
  await shared.see()
  await passing(5_000)
  const seen = shared.see()
  await passing(500)
  expect(await seen).toEqual({ value: 'before', silentMs: 500 })
  await passing(29_500)
  expect(await shared.see()).toEqual({ value: 'before', silentMs: 30_000 }) // they don't wait for it again
  expect(look).toHaveBeenCalledTimes(2)
  await passing(1_000)
  expect(await shared.see()).toEqual({ value: 'late', silentMs: 0 })
})

test.each([
  ['there is no result yet', 0, undefined],
  ['the last result was found a minute ago', 60_000, 'before'],
])('where %s, askers of a new look wait for five seconds', async (_, age, value) => {
  const { shared } = looking(...(value ? [result(value)] : []), later('late', 10_000))
  if (value) await shared.see()
  await passing(age)
  let seen: unknown
  void shared.see().then((one) => {
    seen = one
  })
  await passing(4_999)
  expect(seen).toBeUndefined()
  await passing(1)
  expect(seen).toEqual({ value, silentMs: 5_000 })
})

test('looks without a result leave the last one, are as rare as others, and their time is added up', async () => {
  const { look, shared } = looking(result('before'), later(null, 400), later(null, 300), result('after'))
  await shared.see()
  await passing(5_000)
  const seen = shared.see()
  await passing(400)
  expect(await seen).toEqual({ value: 'before', silentMs: 400 })
  await passing(4_999)
  expect(await shared.see()).toEqual({ value: 'before', silentMs: 400 })
  expect(look).toHaveBeenCalledTimes(2)
  await passing(1)
  const again = shared.see()
  await passing(300)
  expect(await again).toEqual({ value: 'before', silentMs: 700 })
  await passing(5_000)
  expect(await shared.see()).toEqual({ value: 'after', silentMs: 0 })
})

test('a glance waits for nothing, and starts a look where the last one is old', async () => {
  const { look, shared } = looking(result('first'))
  expect(shared.glance()).toEqual({ value: undefined, silentMs: 0 })
  expect(look).toHaveBeenCalledTimes(1)
  await passing(0)
  expect(shared.glance()).toEqual({ value: 'first', silentMs: 0 })
  expect(look).toHaveBeenCalledTimes(1)
})
