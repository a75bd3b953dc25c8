import { randomBytes } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { anApiKey } from '@/tests/factories/api-keys'
import { anApprovedSender } from '@/tests/factories/senders'
import { type ApiServer, CHECK, posted, queryOf, startApi } from '@/tests/setup/api-server'

const CHECK_OF_NOBODY = { account: crypto.randomUUID(), signature: '小明书屋', carrier: 'CMCC', use: 'NOTIFICATION' }
/** It lasts longer than a test: no window ends in between. */
const LONG = 1_000_000_000

let api: ApiServer
afterEach(() => {
  vi.useRealTimers()
  return api?.stop()
})

const start = async (checks: number, misses: number) => {
  api = await startApi({ checks: { quota: checks, seconds: LONG }, misses: { quota: misses, seconds: LONG } })
}
const get = (secret: string, from = '192.0.2.1') => api.ask(queryOf(CHECK_OF_NOBODY), secret, { from })
const unknown = () => `zx_live_${randomBytes(32).toString('base64url')}`

test('a key has a quota of senders of its own, which answers say', async () => {
  await start(5, 5)
  const [{ secret }, other] = [await anApiKey(), await anApiKey()]
  const first = await get(secret)
  expect(first.headers.get('ratelimit-policy')).toBe(`"checks";q=5;w=${LONG}`)
  expect(first.headers.get('ratelimit')).toMatch(/^"checks";r=4;t=\d+$/)
  const three = posted({ checks: Array(3).fill(CHECK_OF_NOBODY) })
  expect((await api.ask(CHECK, secret, three)).headers.get('ratelimit')).toMatch(/;r=1;/)
  const over = await api.ask(CHECK, secret, three) // as a whole
  expect([over.status, ((await over.json()) as { code: string }).code]).toEqual([429, 'RATE_LIMITED'])
  expect(over.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
  expect(over.headers.get('ratelimit')).toMatch(/;r=1;/) // so that one may still be asked about
  expect((await get(secret)).headers.get('ratelimit')).toMatch(/;r=0;/)
  expect((await get(secret)).status).toBe(429)
  expect((await get(other.secret)).status).toBe(200)
})

test('what cannot be read counts as one', async () => {
  await start(2, 5)
  const { secret } = await anApiKey()
  const wrong = await api.ask(CHECK, secret, posted('{'))
  expect([wrong.status, wrong.headers.get('ratelimit')?.replace(/;t=.*/, '')]).toEqual([400, '"checks";r=1'])
})

test('wrong keys of one network are looked up only so often, and keys that worked there continue to work', async () => {
  await start(100, 3)
  const [{ secret }, late] = [await anApiKey(), await anApiKey()]
  expect((await get(secret)).status).toBe(200)
  for (let n = 0; n < 3; n++) expect((await get(unknown())).status).toBe(401)
  const over = await get(unknown())
  expect([over.status, over.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^[1-9]\d*$/)])
  expect((await get(late.secret)).status).toBe(429) // nobody can know that it works
  expect((await get(secret)).status).toBe(200)
  expect((await get(late.secret, '198.51.100.1')).status).toBe(200)
  expect((await get(unknown(), '198.51.100.1')).status).toBe(401)
})

test('a key that worked works in the next window too, while its network is still refused for wrong ones', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  api = await startApi({ checks: { quota: 100, seconds: 10 }, misses: { quota: 3, seconds: LONG } })
  const { secret } = await anApiKey()
  expect((await get(secret)).status).toBe(200)
  for (let n = 0; n < 3; n++) expect((await get(unknown())).status).toBe(401)
  vi.setSystemTime(Date.now() + 60_000)
  expect((await get(unknown())).status).toBe(429)
  expect((await get(secret)).status).toBe(200)
})

test('filings in bulk count as many as they are, and above the limit none is recorded', async () => {
  api = await startApi({ filings: { quota: 6, seconds: LONG } })
  const { secret } = await anApiKey({ scopes: ['FILINGS_WRITE'] })
  const { senderSignatureId } = await anApprovedSender({ filing: 'NOT_FILED' })
  const filing = { senderSignatureId, carrier: 'CMCC', from: 'NOT_FILED', state: 'FILED', filedOn: '2026-01-20' }
  const unknown = { ...filing, senderSignatureId: crypto.randomUUID() }
  const put = (filings: object[]) =>
    api.ask('/api/v1/filings/states', secret, { ...posted({ filings }), method: 'PUT' })
  const first = await put([unknown, unknown, unknown])
  const { answers } = (await first.json()) as { answers: { code: string }[] }
  expect(answers.map(({ code }) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
  expect(first.headers.get('ratelimit-policy')).toBe(`"filings";q=6;w=${LONG}`)
  expect(first.headers.get('ratelimit')).toMatch(/^"filings";r=3;/)
  const over = await put([filing, filing, filing, filing])
  expect([over.status, ((await over.json()) as { code: string }).code]).toEqual([429, 'RATE_LIMITED'])
  expect(over.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
  expect(over.headers.get('ratelimit')).toMatch(/;r=2;/) // what is too much counts as one
  const rows = () => database().filing.count({ where: { senderSignatureId, state: 'FILED' } })
  expect(await rows()).toBe(0)
  expect((await put([filing, unknown])).headers.get('ratelimit')).toMatch(/;r=0;/)
  expect(await rows()).toBe(1)
  expect((await put([unknown])).status).toBe(429)
})
