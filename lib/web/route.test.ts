import { expect, test, vi } from 'vitest'
import { route } from './route'

const security = vi.hoisted(() => ({ transport: null as string | null }))
vi.mock('./security-headers', () => ({ strictTransportSecurity: () => security.transport }))

vi.mock('next/headers', () => ({ headers: async () => new Headers(), cookies: async () => new Map() }))
vi.mock('./session', () => ({ requireActor: async () => ({ kind: 'PERSON', id: 'someone' }) }))

function aFile() {
  const letGo = vi.fn()
  const body = new ReadableStream({ pull: (feed) => feed.enqueue(new Uint8Array(3)), cancel: letGo })
  const handler = route('document.open', async () => new Response(body, { headers: { 'Content-Length': '3' } }))
  const ask = (method: string) =>
    handler(new Request('http://localhost:3000/', { method }), { params: Promise.resolve({}) })
  return { ask, letGo }
}

test('what feeds an answer is let go when only its head is asked for', async () => {
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

test('where the portal is reached by https, it says to stay there', async () => {
  expect((await aFile().ask('GET')).headers.has('Strict-Transport-Security')).toBe(false)
  security.transport = 'max-age=63072000; includeSubDomains'
  expect((await aFile().ask('GET')).headers.get('Strict-Transport-Security')).toBe(security.transport)
  const elsewhere = route('document.open', async () => new Response())
  const headers = { 'sec-fetch-site': 'cross-site' }
  const refused = await elsewhere(new Request('http://localhost:3000/', { headers }), { params: Promise.resolve({}) })
  expect(refused.status).toBe(403)
  expect(refused.headers.get('Strict-Transport-Security')).toBe(security.transport)
})

test.each(['cross-site', 'same-site'])('%s pages get nothing', async (site) => {
  const run = vi.fn()
  const handler = route('document.open', run)
  const request = new Request('http://localhost:3000/', { headers: { 'sec-fetch-site': site } })
  expect((await handler(request, { params: Promise.resolve({}) })).status).toBe(403)
  expect(run).not.toHaveBeenCalled()
})
