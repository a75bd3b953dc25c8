import { expect, test, vi } from 'vitest'
import { route } from './route'

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
