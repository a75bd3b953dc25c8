import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { currentRequest, noteDatabaseUnavailable, withRequest } from '@/lib/core/current-request'
import { answerIfLost, answerWhileUnavailable } from './answer-unavailable'
import { blameSender } from './malformed'

const availability = vi.hoisted(() => ({ reason: null as string | null }))
vi.mock('@/lib/db/availability', () => ({ whyDatabaseUnavailable: () => availability.reason }))

/** Replaces the framework. */
let handler: (request: IncomingMessage, response: ServerResponse) => void
let server: Server
let at: string

beforeAll(async () => {
  server = createServer((request, response) =>
    withRequest('some', () => {
      if (answerWhileUnavailable(request, response)) return
      answerIfLost(request, response)
      handler(request, response)
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
afterEach(() => {
  availability.reason = null
})

const action = { method: 'POST', headers: { 'next-action': 'id' } }

test('while it is unavailable, pages and routes are answered without the framework; files and actions are not', async () => {
  availability.reason = '53300'
  handler = (_request, response) => void response.end('framework')
  const page = await fetch(`${at}/queue?q="><script>`, { headers: { 'accept-language': 'en' } })
  expect([page.status, page.headers.get('retry-after'), page.headers.get('cache-control')]).toEqual([
    503,
    '10',
    'no-store',
  ])
  const text = await page.text()
  expect(text).toContain('<html lang="en"')
  expect(text).not.toContain('"><script>')
  expect(await (await fetch(`${at}/api/files/1`)).json()).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' })
  expect(await (await fetch(`${at}/queue`, { method: 'HEAD' })).text()).toBe('')
  for (const path of ['/_next/static/a.js', '/icon.svg', '/icon.svg?1', '/robots.txt', '/manifest.en.webmanifest'])
    expect(await (await fetch(`${at}${path}`)).text()).toBe('framework')
  expect(await (await fetch(at, action)).text()).toBe('framework')
})

test('the language is the one that was chosen, and a form says how nothing is lost', async () => {
  availability.reason = 'SILENT'
  const chosen = await fetch(at, { headers: { cookie: 'a=b; locale=en', 'accept-language': 'zh' } })
  expect(await chosen.text()).toContain('<html lang="en"')
  expect(await (await fetch(at, { method: 'POST' })).text()).toMatch(/lang="zh-CN"[\s\S]*重新加载本页/)
})

test.each([
  ['in one piece', (response: ServerResponse) => void response.writeHead(500, { 'Content-Length': 6 }).end('broken')],
  [
    'piece by piece',
    (response: ServerResponse) => {
      response.statusCode = 500
      response.setHeader('Content-Encoding', 'gzip')
      response.write('broken')
      response.end('more')
    },
  ],
  [
    'at its end',
    (response: ServerResponse) => {
      response.statusCode = 500
      response.end('broken')
    },
  ],
])('a page that it was lost under is replaced, when it is written %s', async (_, write) => {
  handler = (_request, response) => {
    noteDatabaseUnavailable()
    write(response)
  }
  const page = await fetch(`${at}/queue`)
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await page.text()).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/)
})

test('an error that is not the database’s stays, and so does a page that needs no database', async () => {
  handler = (_request, response) => void response.writeHead(500).end('a bug')
  const bug = await fetch(at)
  expect([bug.status, await bug.text()]).toEqual([500, 'a bug'])
  handler = (_request, response) => {
    noteDatabaseUnavailable()
    response.end('whole')
  }
  const whole = await fetch(at)
  expect([whole.status, await whole.text()]).toEqual([200, 'whole'])
})

test('an action’s answer keeps what the framework wrote, with the status', async () => {
  handler = (_request, response) => {
    noteDatabaseUnavailable()
    response.setHeader('Content-Type', 'text/x-component')
    response.end('0:{"ok":false}')
  }
  const answer = await fetch(at, action)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await answer.text()).toBe('0:{"ok":false}')
})

test('so does one that the framework repeats, as it got it from the page that has the action', async () => {
  handler = (_request, response) => {
    response.setHeader('Retry-After', '10')
    response.end('0:{"ok":false}')
  }
  expect((await fetch(at, action)).status).toBe(503)
})

test('an answer that the framework did not get from that page is none, and not the sender’s fault', async () => {
  handler = (request, response) => {
    blameSender(request, response)
    answerIfLost(request, response)
    const current = currentRequest()
    if (current) current.fault = 400 // as capture-output says of what the framework logs then
    response.setHeader('Content-Type', 'application/json; charset=utf-8')
    response.end('{}')
  }
  const answer = await fetch(at, action)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
  expect((await fetch(at, { method: 'POST' })).status).toBe(200)
})
