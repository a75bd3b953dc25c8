import { afterEach, expect, test, vi } from 'vitest'
import { tooMany } from '@/lib/accounts/limits/limiter'
import { DatabaseUnavailableError } from '@/lib/db/database-unavailable'
import { route } from './route'

vi.mock('next/headers', () => ({ headers: async () => new Headers(), cookies: async () => new Map() }))
const sessions = vi.hoisted(() => {
  const someone = { kind: 'PERSON', id: 'someone', sessionId: 'theirs' }
  return { requireActor: vi.fn(async () => someone), requireActing: vi.fn(async () => someone) }
})
vi.mock('./session', () => sessions)

afterEach(() => vi.clearAllMocks())

function aFile() {
  const letGo = vi.fn()
  const body = new ReadableStream({ pull: (feed) => feed.enqueue(new Uint8Array(3)), cancel: letGo })
  const handler = route('document.open', async () => new Response(body, { headers: { 'Content-Length': '3' } }))
  const ask = (method: string) =>
    handler(new Request('http://localhost:3000/', { method }), { params: Promise.resolve({}) })
  return { ask, letGo }
}

test('the source of an answer is released when only the head is requested', async () => {
  const { ask, letGo } = aFile()
  const answer = await ask('HEAD')
  expect(answer).toMatchObject({ status: 200, body: null })
  expect(answer.headers.get('Content-Length')).toBe('3')
  expect(letGo).toHaveBeenCalledOnce()
})

test('and is not when the whole is', async () => {
  const { ask, letGo } = aFile()
  expect((await ask('GET')).body).not.toBeNull()
  expect(letGo).not.toHaveBeenCalled()
})

test.each(['cross-site', 'same-site'])('%s pages get nothing', async (site) => {
  const run = vi.fn()
  const handler = route('document.open', run)
  const request = new Request('http://localhost:3000/', { headers: { 'sec-fetch-site': site } })
  expect((await handler(request, { params: Promise.resolve({}) })).status).toBe(403)
  expect(run).not.toHaveBeenCalled()
})

const post = (headers: Record<string, string>) => new Request('http://localhost:3000/', { method: 'POST', headers })
const ownPost = () => post({ origin: 'http://localhost:3000' })
const nothing = { params: Promise.resolve({}) }

test.each([{}, { origin: 'null' }, { origin: 'https://evil.example' }])('%j changes nothing', async (headers) => {
  const run = vi.fn()
  expect((await route('document.open', run)(post(headers), nothing)).status).toBe(403)
  expect(run).not.toHaveBeenCalled()
})

test('a request that changes something counts for its session; one that only reads does not', async () => {
  const handler = route('document.open', async () => new Response())
  await handler(new Request('http://localhost:3000/'), nothing)
  expect(sessions.requireActing).not.toHaveBeenCalled()
  await handler(ownPost(), nothing)
  expect(sessions.requireActing).toHaveBeenCalledOnce()
  expect(sessions.requireActor).toHaveBeenCalledOnce()
})

test('over the limit nothing is done, and the answer says how long to wait', async () => {
  sessions.requireActing.mockRejectedValueOnce(tooMany(41_500))
  const run = vi.fn()
  const answer = await route('document.open', run)(ownPost(), nothing)
  expect(answer.status).toBe(429)
  expect(answer.headers.get('Retry-After')).toBe('42')
  expect(run).not.toHaveBeenCalled()
})

test('when the limit cannot be read, nothing is done', async () => {
  sessions.requireActing.mockRejectedValueOnce(new Error('connection lost'))
  const run = vi.fn()
  expect((await route('document.open', run)(ownPost(), nothing)).status).toBe(500)
  expect(run).not.toHaveBeenCalled()
})

test('where the database is unavailable it says when to try again, and that it is no bug', async () => {
  const handler = route('document.open', async () => {
    throw new DatabaseUnavailableError('53300')
  })
  const answer = await handler(new Request('http://localhost:3000/'), nothing)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await answer.json()).toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})
