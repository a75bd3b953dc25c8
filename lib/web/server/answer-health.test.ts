import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { ask } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { headersForShared } from '../request-headers'
import { createHealthAnswers } from './answer-health'
import { createDrain } from './drain'

const TOKEN = 'a-token-of-the-test'
const DETAILS = { status: 'ok', warnings: ['DECODERS_NOT_ISOLATED'], decodersLack: ['OWN_FILES'] } as const

const health = { isReady: vi.fn(async () => true), readDetails: vi.fn(async () => DETAILS) }
/** Replaces the address of the other side. */
let peer = '127.0.0.1'
let prepared: Promise<unknown> = Promise.resolve()
const received = vi.fn()
let server: Server
let at: string

beforeAll(async () => {
  server = createServer((request, response) => {
    received(request.url)
    Object.defineProperty(request.socket, 'remoteAddress', { value: peer, configurable: true })
    const answer = createHealthAnswers({ health, token: TOKEN, prepared })
    void answer(request, response).then((isAnswered) => isAnswered || response.end('framework'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
afterEach(() => {
  peer = '127.0.0.1'
  prepared = Promise.resolve()
  vi.clearAllMocks()
})

const HERE = { host: 'localhost:3000' }
const ready = (headers: Record<string, string> = HERE, method = 'GET') =>
  ask(at, '/api/health/ready', { method, headers })

const FORWARDED = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP']

test.each<[string, Record<string, string>]>([
  ...FORWARDED.map((name): [string, Record<string, string>] => [
    `through a proxy of this machine that sends ${name}`,
    { ...HERE, [name]: '127.0.0.1' },
  ]),
  ['under the portal’s name', { host: 'sms.example.cn' }],
  ['with a wrong token', { host: 'sms.example.cn', authorization: `Bearer ${TOKEN}x` }],
  ['with the token of another scheme', { host: 'sms.example.cn', authorization: `Basic ${TOKEN}` }],
  ['from the framework, for someone else', { ...HERE, ...headersForShared('some') }],
])('who comes %s learns whether it is ready, and nothing else', async (_, headers) => {
  const answer = await ready(headers)
  expect([answer.status, answer.body]).toEqual([200, '{"status":"ok"}'])
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  health.isReady.mockResolvedValueOnce(false)
  const failing = await ready(headers)
  expect([failing.status, failing.body]).toEqual([503, '{"status":"failing"}'])
  expect(health.readDetails).not.toHaveBeenCalled()
})

test.each(['192.0.2.7', '2001:db8::1', '::ffff:10.0.0.9'])(
  'a name of this machine does not help %s',
  async (address) => {
    peer = address
    expect((await ready()).body).toBe('{"status":"ok"}')
  },
)

test.each(['127.0.0.1', '127.0.0.9', '::1', '::ffff:127.0.0.1'])('%s reads the details', async (address) => {
  peer = address
  expect(JSON.parse((await ready()).body)).toEqual(DETAILS)
})

test('so does who has the token, from anywhere and through any proxy', async () => {
  peer = '192.0.2.7'
  const headers = { host: 'sms.example.cn', 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${TOKEN}` }
  expect(JSON.parse((await ready(headers)).body)).toEqual(DETAILS)
  health.readDetails.mockResolvedValueOnce({ ...DETAILS, status: 'failing' } as never)
  expect((await ready(headers)).status).toBe(503)
})

test('HEAD has the status alone, and other methods are refused', async () => {
  expect(await ready(HERE, 'HEAD')).toMatchObject({ status: 200, body: '' })
  for (const path of ['/api/health/ready', '/api/health/live']) {
    expect((await ask(at, path, { method: 'POST' })).status).toBe(405)
  }
})

test('that the process runs is said before pages are prepared, and that it is ready only then', async () => {
  let prepare = () => {}
  prepared = new Promise<void>((resolve) => {
    prepare = resolve
  })
  const asked = ready()
  await vi.waitFor(() => expect(received).toHaveBeenCalledWith('/api/health/ready'), PATIENCE)
  expect(await ask(at, '/api/health/live?x')).toMatchObject({ status: 200, body: '{"status":"ok"}' })
  expect(health.readDetails).not.toHaveBeenCalled()
  prepare()
  expect((await asked).status).toBe(200)
})

test.each(['/', '/api/health', '/api/health/ready/', '/api/health/readyx'])('%s is another’s', async (path) => {
  expect((await ask(at, path)).body).toBe('framework')
})

test('a portal that drains is not ready, and asks nothing', async () => {
  const drain = createDrain()
  await drain.start(0)
  const body = vi.fn()
  const response = { setHeader: vi.fn(), writeHead: vi.fn(), end: body }
  expect(drain.answers({ url: '/api/health/ready?x' } as IncomingMessage, response as never)).toBe(true)
  expect(response.writeHead).toHaveBeenCalledWith(503, expect.anything())
  expect(body).toHaveBeenCalledWith('{"status":"draining"}')
  expect(drain.answers({ url: '/api/health/live' } as IncomingMessage, response as never)).toBe(false)
})
