import { createHash } from 'node:crypto'
import {
  createServer,
  get,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isInner } from '../request-headers'
import { createSharedPages } from './shared-pages'

const FLIGHT = 'self.__next_f.push([1,"字</b>"])'
const page = (url: string, cookie: string) =>
  `<!DOCTYPE html><p>${url} ${cookie}</p><script src="/_next/static/a.js" async=""></script><script>${FLIGHT}</script>`

let server: Server
let origin: string
let rendered: IncomingHttpHeaders[]
let headersOfPage: Record<string, string>
let status: number

beforeEach(async () => {
  ;[rendered, headersOfPage, status] = [[], { 'content-type': 'text/html; charset=utf-8' }, 200]
  let answerShared: ReturnType<typeof createSharedPages>
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    request.headers['x-request-id'] ??= 'id'
    if (await answerShared(request, response)) return
    if (isInner(request)) rendered.push(request.headers)
    response.writeHead(isInner(request) ? status : 202, headersOfPage)
    response.end(page(request.url ?? '', request.headers.cookie ?? ''))
  }
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  answerShared = createSharedPages(origin)
})
afterEach(() => {
  vi.useRealTimers()
  server.close()
})

async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(new URL(path, origin), { headers, method, agent: false }, resolve).once('error', reject)
  })
  const body = await buffer(answer)
  return { status: answer.statusCode, headers: answer.headers, body }
}
const htmlOf = async (path: string, headers: Record<string, string> = {}) => String((await ask(path, headers)).body)

test('visitors who come at once get one page, packed or not', async () => {
  const visits = Array.from({ length: 20 }, (_, n) => ask('/', n % 2 ? { 'accept-encoding': 'br, gzip' } : {}))
  const bodies = (await Promise.all(visits)).map(({ headers, body }) =>
    String(headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body),
  )
  expect(new Set(bodies)).toEqual(new Set([page('/', 'locale=zh-CN')]))
  expect(rendered).toHaveLength(1)
  expect((await ask('/', { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined()
})

test('it depends on target, language and theme, and the request for it has nothing else of a visitor', async () => {
  const curious = { 'user-agent': 'mine', referer: 'http://elsewhere', 'x-forwarded-for': '192.0.2.7' }
  expect(await htmlOf('/prepare?who=OUTSIDE', { ...curious, cookie: 'theme=dark; device=secret; locale=xx' })).toBe(
    page('/prepare?who=OUTSIDE', 'locale=zh-CN; theme=dark'),
  )
  expect(await htmlOf('/prepare', { 'accept-language': 'en' })).toBe(page('/prepare', 'locale=en'))
  expect(await htmlOf('/prepare', { 'accept-language': 'en', cookie: 'locale=zh-CN' })).toBe(
    page('/prepare', 'locale=zh-CN'),
  )
  expect(rendered).toHaveLength(3)
  expect(rendered[0]).toMatchObject({ host: 'localhost:3000' })
  expect(Object.keys(rendered[0] ?? {}).toSorted()).toEqual(
    ['accept', 'connection', 'cookie', 'host', 'x-request-id', 'x-zhunxin-inner', 'x-zhunxin-shared'].toSorted(),
  )
})

test('its policy names the hash of its script, and no nonce', async () => {
  const { headers } = await ask('/')
  const hash = createHash('sha256').update(FLIGHT).digest('base64')
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain(`; script-src 'self' 'sha256-${hash}'; style-src 'self'; `)
  expect(policy).not.toMatch(/nonce|strict-dynamic|script-src[^;]*unsafe/)
  expect(headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: expect.stringContaining('Cookie') })
})

test('a browser that has it gets no second copy; HEAD has no body', async () => {
  const { headers } = await ask('/')
  const again = await ask('/', { 'if-none-match': String(headers.etag) })
  expect([again.status, again.body.length]).toEqual([304, 0])
  expect(again.headers['content-security-policy']).toBe(headers['content-security-policy'])
  expect(await ask('/', { 'if-none-match': String(headers.etag), 'accept-language': 'en' })).toMatchObject({
    status: 200,
  })
  expect(await ask('/', {}, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) })
})

test.each([
  ['someone signed in', '/', { cookie: 'theme=dark; zhunxin.session=token' }],
  ['a part of a page', '/', { rsc: '1' }],
  ['another page', '/sign-in', {}],
  ['a page below', '/prepare/other', {}],
  ['a very long query', `/?${'a'.repeat(501)}`, {}],
])('%s is answered as before', async (_, path, headers) => {
  expect((await ask(path, headers as Record<string, string>)).status).toBe(202)
  expect(rendered).toEqual([])
})

test('a form that is sent is answered as before', async () => {
  expect((await ask('/', {}, 'POST')).status).toBe(202)
})

test.each([
  ['fails', () => (status = 503)],
  ['sets a cookie', () => (headersOfPage = { ...headersOfPage, 'set-cookie': 'a=b' })],
  ['is no page', () => (headersOfPage = { 'content-type': 'text/plain' })],
])('an answer that %s is not stored', async (_, happen) => {
  happen()
  expect((await ask('/')).status).toBe(202)
  ;[status, headersOfPage] = [200, { 'content-type': 'text/html' }]
  expect((await ask('/')).status).toBe(200)
})

test('it is rendered again after a while, and the oldest makes room for new ones', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  await ask('/')
  await vi.advanceTimersByTimeAsync(4_900)
  await ask('/')
  expect(rendered).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  await ask('/')
  expect(rendered).toHaveLength(2)
  for (let n = 0; n < 200; n++) await ask(`/prepare?n=${n}`)
  await ask('/prepare?n=199')
  expect(rendered).toHaveLength(202)
  await ask('/')
  expect(rendered).toHaveLength(203)
})
