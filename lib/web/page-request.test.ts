import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitToPage } from './page-request'
import { PATH_HEADER, SHARED_HEADER } from './request-headers'

const PORTAL = 'http://localhost:3000'

let server: Server
let at: string

beforeAll(async () => {
  server = createServer((request, response) => {
    if (!admitToPage(request, response)) return
    response.end(JSON.stringify(request.headers))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test('a page has a policy with a nonce of its own, which the framework gets', async () => {
  const forged = { 'content-security-policy': "script-src 'nonce-mine'", [PATH_HEADER]: '/elsewhere' }
  const answers = [await fetch(`${at}/queue`, { headers: forged }), await fetch(`${at}/queue`)]
  const policies = answers.map(({ headers }) => headers.get('content-security-policy'))
  for (const policy of policies) expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic'/)
  expect(new Set(policies).size).toBe(2)
  const browserHeaders = await Promise.all(answers.map((answer) => answer.json()))
  expect(browserHeaders.map((headers) => headers['content-security-policy'])).toEqual(policies)
  expect(browserHeaders.map((headers) => headers[PATH_HEADER])).toEqual(['/queue', '/queue'])
  expect(answers[0]?.headers.get('cache-control')).toBe('private, no-store')
})

test('a page that many visitors get has none, and says so itself', async () => {
  const answer = await fetch(`${at}/`, { headers: { [SHARED_HEADER]: '1', 'content-security-policy': 'mine' } })
  expect(answer.headers.get('content-security-policy')).toBeNull()
  expect(await answer.json()).not.toHaveProperty('content-security-policy')
})

test.each([
  ['/queue?status=MINE', '/queue?status=MINE'],
  ['/queue?status=MINE&_rsc=1abc', '/queue?status=MINE'],
  ['/queue?_rsc=1abc', '/queue'],
  ['/?next=%2Fqueue', '/?next=%2Fqueue'],
])('%s becomes %s', async (asked, browserHeaders) => {
  expect((await (await fetch(`${at}${asked}`)).json())[PATH_HEADER]).toBe(browserHeaders)
})

test.each([{}, { origin: 'https://evil.example' }, { origin: 'null' }, { origin: `${PORTAL}.evil.example` }])(
  'an action from %j is turned away',
  async (headers) => {
    const answer = await fetch(`${at}/queue`, { method: 'POST', headers: headers as Record<string, string> })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain(PORTAL)
  },
)

test('an action of our own pages continues', async () => {
  expect((await fetch(`${at}/queue`, { method: 'POST', headers: { origin: PORTAL } })).status).toBe(200)
})

test.each(['/api/health/live', '/_next/static/chunks/a.js', '/icon.svg', '/icon.svg?1', '/robots.txt'])(
  '%s is no page',
  async (path) => {
    expect((await fetch(`${at}${path}`)).headers.get('content-security-policy')).toBeNull()
  },
)

test.each(['/icon.svg.html', '/apis', '/_next/other', '/robots', '/public/robots.txt'])(
  '%s may be one',
  async (path) => {
    expect((await fetch(`${at}${path}`)).headers.get('content-security-policy')).not.toBeNull()
  },
)

test('an action that another site sends to a public file is turned away as any', async () => {
  const elsewhere = { method: 'POST', headers: { origin: 'https://evil.example', 'next-action': 'id' } }
  expect((await fetch(`${at}/robots.txt`, elsewhere)).status).toBe(403)
})

const action = { 'next-action': 'id', 'content-type': 'text/plain' }
const form = { 'content-type': 'multipart/form-data; boundary=limit-1' }

test.each([
  ['/api/phone/documents', action],
  ['/api/phone/documents', form],
  ['/api/nowhere', action],
  ['/_next/static/nowhere', form],
])('and what may be one where there is no page: %s, %j', async (path, headers) => {
  const sent = (origin: string) => fetch(`${at}${path}`, { method: 'POST', headers: { ...headers, origin } })
  expect((await sent('https://evil.example')).status).toBe(403)
  expect((await sent(PORTAL)).status).toBe(200)
})

test('a route that takes files says for itself who may send them', async () => {
  const headers = { ...form, origin: 'https://evil.example' }
  expect((await fetch(`${at}/api/phone/documents/ID_PORTRAIT`, { method: 'POST', headers })).status).toBe(200)
})
