import { decode, encode } from 'next-auth/jwt'
import { afterEach, expect, test, vi } from 'vitest'
import { MOST_REMEMBERED, openToken, sealToken } from './session-token'

const KEY = Buffer.alloc(32, 5)
const secretOf = (key: Buffer) => key.toString('base64')

vi.mock('@/lib/crypto/data-keys', () => ({ systemKey: async () => KEY }))
vi.mock(import('next-auth/jwt'), async (original) => {
  const jwt = await original()
  return { ...jwt, decode: vi.fn(jwt.decode) }
})

afterEach(() => {
  vi.useRealTimers()
  vi.mocked(decode).mockClear()
})

test('a token is opened once, and names its session each time', async () => {
  const [token, other] = [await sealToken('a', 60), await sealToken('b', 60)]
  for (let request = 0; request < 3; request += 1) expect(await openToken(token)).toBe('a')
  expect(decode).toHaveBeenCalledOnce()
  expect(await openToken(other)).toBe('b')
})

test('one that was opened before is past its end from the same second on as one that was not', async () => {
  const start = Date.parse('2026-12-01T08:00:00.400Z')
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  const token = await sealToken('a', 60)
  expect(await openToken(token)).toBe('a')
  const outcomes = []
  for (const seconds of [59, 60, 74, 75, 76]) {
    vi.setSystemTime(start + seconds * 1_000)
    const fresh = await decode({ token, secret: secretOf(KEY) }).then(
      () => 'a',
      () => null,
    )
    outcomes.push([seconds, await openToken(token), fresh])
  }
  expect(outcomes).toEqual([
    [59, 'a', 'a'],
    [60, 'a', 'a'],
    [74, 'a', 'a'],
    [75, null, null],
    [76, null, null],
  ])
})

test('a token of another key, a changed one and one without a session are nobody’s, however often they come', async () => {
  const token = await sealToken('a', 60)
  expect(await openToken(token)).toBe('a')
  const changed = token.replace(/\.(.)([^.]*)$/, (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`)
  expect(changed).not.toBe(token)
  const foreign = await encode({ token: { sid: 'a' }, secret: secretOf(Buffer.alloc(32, 6)), maxAge: 60 })
  const empty = await encode({ token: {}, secret: secretOf(KEY), maxAge: 60 })
  vi.mocked(decode).mockClear()
  for (const one of [changed, foreign, empty, 'x', '']) {
    for (let request = 0; request < 2; request += 1) expect(await openToken(one)).toBeNull()
  }
  expect(decode).toHaveBeenCalledTimes(5 * 2)
  expect(await openToken(token)).toBe('a')
})

test('of more tokens than are remembered, the one whose use is longest ago is opened again', async () => {
  const tokens: string[] = []
  while (tokens.length < MOST_REMEMBERED) tokens.push(await sealToken(`${tokens.length}`, 3_600))
  for (const token of tokens) await openToken(token)
  const [first = '', second = ''] = tokens
  await openToken(first)
  await openToken(await sealToken('one more', 3_600))
  vi.mocked(decode).mockClear()
  expect(await openToken(first)).toBe('0')
  expect(decode).not.toHaveBeenCalled()
  expect(await openToken(second)).toBe('1')
  expect(decode).toHaveBeenCalledOnce()
})
