import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { parseAddressSet } from '@/lib/core/network/network-address'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import type { Answered } from './answer-watch'
import { type BoundedServer, type Bounds, createBoundedServer } from './bounded-server'

const BOUNDS: Bounds = {
  headerBytes: 4096,
  headersMs: PATIENCE,
  keepAliveMs: 300,
  readerMs: 500,
  body: { windowMs: 500, windowBytes: 500, formMs: 1_500 },
  byAddress: 3,
  inAll: 50,
  checkEveryMs: 50,
}

/**
 * A connection that ends within these milliseconds was ended by a bound of ours: nothing else ends one within a minute.
 */
const BY_BOUNDS = PATIENCE / 2

/** These bounds are for connections that must stay open, however long the machine takes. */
const LONG = { headersMs: PATIENCE, readerMs: PATIENCE }

/** Milliseconds after which Node itself would have closed a connection between two requests. */
const NODES_OWN_MS = 6_000

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

const readAll: Answer = (request, response) => {
  request.on('error', () => {})
  request.resume().on('end', () => response.end('read'))
}

let bounded: BoundedServer | undefined
let answers: Answered[] = []
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  await bounded?.stop(0)
  bounded = undefined
})

type Place = { host?: string; proxies?: string }

async function serve(answer: Answer, { host = '127.0.0.1', proxies = '', ...bounds }: Partial<Bounds> & Place = {}) {
  const seen: Answered[] = []
  answers = seen
  bounded = createBoundedServer({
    proxies: parseAddressSet(proxies) ?? { has: () => false },
    acceptsFiles: ({ url }) => url === '/file',
    hasUpgrades: false,
    answered: (answered) => void seen.push(answered),
    bounds: { ...BOUNDS, ...bounds },
  })
  const { server } = bounded
  server.on('request', (request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return { port: (server.address() as AddressInfo).port, host }
}

const connections = () => new Promise<number>((resolve) => bounded?.server.getConnections((_, open) => resolve(open)))

/** Opens a connection; `closed` resolves with what came, and after how many ms. */
function open({ port, host }: { port: number; host: string }, text = '', { reads = true } = {}) {
  const socket = connect(port, host)
  sockets.add(socket)
  const began = performance.now()
  let got = ''
  if (reads) socket.setEncoding('latin1').on('data', (chunk) => (got += chunk))
  socket.on('error', () => {})
  socket.write(text)
  const closed = new Promise<{ got: string; after: number }>((resolve) =>
    socket.once('close', () => resolve({ got, after: performance.now() - began })),
  )
  return { socket, closed, got: () => got }
}

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
const post = (path: string, length: number) => `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`

/** Writes a piece again and again until the connection is gone. */
async function drip(socket: Socket, piece: string, every: number, times: number): Promise<void> {
  for (let sent = 0; sent < times && !socket.destroyed; sent += 1) {
    socket.write(piece)
    await sleep(every)
  }
}

test('an upgrade is refused and closed', async () => {
  const at = await serve(readAll)
  const upgrade = 'GET /_next/webpack-hmr HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
  const { got } = await open(at, upgrade).closed
  expect(got).toMatch(/^HTTP\/1\.1 400 /)
})

test('a client that sends nothing, half of the headers, or them drop by drop, is closed', async () => {
  const at = await serve(readAll, { headersMs: 400 })
  const dripping = open(at, 'GET / HTTP/1.1\r\n')
  void drip(dripping.socket, 'x: y\r\n', 50, 100)
  for (const { closed } of [open(at), open(at, 'GET / HT'), dripping]) {
    expect((await closed).after).toBeLessThan(BY_BOUNDS)
  }
})

test('a connection between two requests is closed', async () => {
  const at = await serve(readAll, { ...LONG, keepAliveMs: NODES_OWN_MS + 2_000 })
  const { got, after } = await open(at, GET).closed
  expect(got).toMatch(/^HTTP\/1\.1 200 .*read/s)
  expect(after).toBeGreaterThan(NODES_OWN_MS)
  expect(after).toBeLessThan(BY_BOUNDS)
})

test('a body that stops or drips is answered 408 and closed, and the handler sees it cut', async () => {
  const cut: string[] = []
  const at = await serve((request, response) => {
    request.on('error', () => cut.push(request.url ?? ''))
    readAll(request, response)
  })
  const stopping = open(at, post('/file', 10_000))
  const dripping = open(at, post('/form', 10_000))
  void drip(dripping.socket, '.', 20, 500)
  for (const { closed } of [stopping, dripping]) {
    const { got, after } = await closed
    expect(got).toMatch(/^HTTP\/1\.1 408 /)
    expect(after).toBeGreaterThan(BOUNDS.body.windowMs - 2 * BOUNDS.checkEveryMs)
    expect(after).toBeLessThan(BY_BOUNDS)
  }
  expect(cut.sort()).toEqual(['/file', '/form'])
})

test('a reader who stops before the end of a body harms no other', async () => {
  const at = await serve(async (request, response) => {
    for await (const _ of request) break // Node ends the request, and takes the socket from it
    response.end('enough')
  })
  const { closed } = open(at, `${post('/form', 10_000)}x`)
  await sleep(3 * BOUNDS.checkEveryMs) // the body is looked at meanwhile
  expect(await closed).toBeTruthy()
  expect((await open(at, GET).closed).got).toMatch(/^HTTP\/1\.1 200 /)
})

test('a request that fails the watch is closed, and all others are watched as before', async () => {
  const at = await serve((request) => {
    if (request.url !== '/faulty') return
    Object.defineProperty(request, 'complete', {
      get: () => {
        throw new Error('no answer')
      },
    })
  })
  const [faulty, stopping] = [open(at, post('/faulty', 10_000)), open(at, post('/file', 10_000))]
  expect((await faulty.closed).got).toBe('')
  expect((await stopping.closed).got).toMatch(/^HTTP\/1\.1 408 /)
  expect((await open(at, post('/file', 10_000)).closed).got).toMatch(/^HTTP\/1\.1 408 /)
})

test('a client that still sends a file after the answer is closed, at any speed', async () => {
  const at = await serve((_request, response) => {
    response.writeHead(401).end()
  })
  const head = 'POST /file HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n'
  const sender = open(at, head)
  // It would send for ever, and fast enough: only the answer's own bound ends it.
  void drip(sender.socket, `7d0\r\n${'.'.repeat(2_000)}\r\n`, 50, Number.POSITIVE_INFINITY)
  const { got, after } = await sender.closed
  expect(got).toMatch(/^HTTP\/1\.1 401 /)
  expect(after).toBeGreaterThan(BOUNDS.keepAliveMs - 2 * BOUNDS.checkEveryMs)
})

test('a file that ends soon after the answer leaves the connection for the next request', async () => {
  const at = await serve(({ method }, response) => {
    response.writeHead(method === 'GET' ? 200 : 401).end()
  }, LONG)
  const { socket, got } = open(at, post('/file', 10))
  await expect.poll(got).toMatch(/^HTTP\/1\.1 401 /)
  socket.write('.'.repeat(10) + GET)
  await expect.poll(got).toMatch(/HTTP\/1\.1 200 /)
})

test('a file that moves arrives, though a form at that pace does not', async () => {
  const at = await serve(readAll, LONG)
  const [times, piece] = [60, '.'.repeat(2_000)] // 60 × 50 ms: twice what a form may take
  const file = open(at, post('/file', times * piece.length))
  const form = open(at, post('/form', times * piece.length))
  await Promise.all([drip(file.socket, piece, 50, times), drip(form.socket, piece, 50, times)])
  await expect.poll(file.got).toMatch(/^HTTP\/1\.1 200 /)
  expect((await form.closed).got).toMatch(/^HTTP\/1\.1 408 /)
})

test('a sender is not cut while the portal does not read', async () => {
  const at = await serve(async (request, response) => {
    await sleep(3 * BOUNDS.body.windowMs) // as when every decoder is busy
    readAll(request, response)
  }, LONG)
  const size = 4 * 1024 * 1024
  const { socket, got } = open(at, post('/file', size))
  socket.write(Buffer.alloc(size))
  await expect.poll(got).toMatch(/^HTTP\/1\.1 200 /)
})

test('a client that does not read its answer is closed, and one that waits long for it is not', async () => {
  const large = Buffer.alloc(64 * 1024 * 1024)
  let onCut = () => {}
  const cut = new Promise<void>((resolve) => {
    onCut = resolve
  })
  const at = await serve(async ({ url, socket }, response) => {
    if (url === '/slow') await sleep(3 * BOUNDS.readerMs)
    else socket.once('close', onCut) // nothing else ever closes it
    response.end(url === '/slow' ? 'at last' : large)
  })
  const reader = open(at, 'GET /large HTTP/1.1\r\nHost: x\r\n\r\n', { reads: false })
  const waiting = open(at, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
  await cut
  await expect.poll(waiting.got).toContain('at last')
  reader.socket.destroy()
})

test('a stop ends requests in progress after the grace period, and what is half sent', async () => {
  const at = await serve(() => {}, { headersMs: 60_000, body: { windowMs: 60_000, windowBytes: 1, formMs: 60_000 } })
  const all = ['', 'GET / HT', post('/file', 100), GET].map((text) => open(at, text))
  await expect.poll(connections).toBe(all.length)
  const began = performance.now()
  await bounded?.stop(300)
  expect(performance.now() - began).toBeLessThan(BY_BOUNDS)
  for (const { closed } of all) await closed
})

test('a stop lets what is answered in time be answered', async () => {
  const at = await serve(async (_request, response) => {
    await sleep(300)
    response.end('done')
  }, LONG)
  const asked = new Promise<number | undefined>((resolve, reject) => {
    request({ ...at, path: '/' }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end()
  })
  await expect.poll(connections).toBe(1)
  await bounded?.stop(PATIENCE)
  expect(await asked).toBe(200)
})

test('connections of this machine are not counted, and all together are bounded', async () => {
  const at = await serve(() => {}, { inAll: 10 })
  const all = Array.from({ length: 15 }, () => open(at, GET))
  await expect.poll(() => all.filter(({ socket }) => socket.destroyed).length).toBe(5)
})

const elsewhere = Object.values(networkInterfaces())
  .flat()
  .find((one) => one && !one.internal && one.family === 'IPv4')?.address

test.skipIf(!elsewhere)('connections from one address of a network are bounded', async () => {
  const at = await serve(() => {}, { host: elsewhere ?? '' })
  const all = Array.from({ length: 8 }, () => open(at, GET))
  await expect.poll(() => all.filter(({ socket }) => socket.destroyed).length).toBe(5)
  all.find(({ socket }) => !socket.destroyed)?.socket.destroy()
  await expect.poll(connections).toBe(2)
  const again = open(at, GET)
  await expect.poll(connections).toBe(3)
  expect(again.socket.destroyed).toBe(false)
})

const CRLF = '\r\n'
const idIn = (got: string) => /^X-Request-Id: (\S+)\r$/im.exec(got)?.[1] ?? ''
const get = (...headers: string[]) => ['GET /?a=b HTTP/1.1', 'Host: x', ...headers, '', ''].join(CRLF)

test.each<[string, string, Partial<Answered>]>([
  ['what is answered', get('Connection: close'), { status: 200, method: 'GET', target: '/?a=b' }],
  ['an upgrade', get('Connection: Upgrade', 'Upgrade: websocket'), { status: 400, method: 'GET', target: '/?a=b' }],
  ['an expectation', get('Connection: close', 'Expect: x'), { status: 200, method: 'GET', target: '/?a=b' }],
  ['a request without a host', `GET / HTTP/1.1${CRLF}Connection: close${CRLF}${CRLF}`, { status: 200, target: '/' }],
  ['a body that stops', post('/file', 100), { status: 408, method: 'POST', target: '/file' }],
  [
    'a broken chunk',
    `POST / HTTP/1.1${CRLF}Host: x${CRLF}Transfer-Encoding: chunked${CRLF}${CRLF}none${CRLF}`,
    { status: 400, method: 'POST' },
  ],
  ['large headers', get(`X: ${'y'.repeat(BOUNDS.headerBytes)}`), { status: 431, method: null, target: null }],
  ['half of the headers', 'GET / HTTP/1.1', { status: 408, method: null, target: null }],
  ['what is no request', `x${CRLF}${CRLF}`, { status: 400, method: null, target: null }],
])('%s is answered with an id, and reported once by it', async (_, sent, expected) => {
  const bounds = expected.status === 408 && !expected.method ? { headersMs: 400 } : {}
  const { got } = await open(await serve(readAll, bounds), sent).closed
  expect(got).toMatch(new RegExp(`^HTTP/1.1 ${expected.status} `))
  expect(idIn(got)).toMatch(/^[0-9a-f-]{36}$/)
  await expect.poll(() => answers).toEqual([expect.objectContaining({ ...expected, id: idIn(got), isWhole: true })])
})

test('a client that leaves before the answer, or half-way through it, is reported so', async () => {
  const at = await serve(({ url }, response) => {
    if (url === '/half') response.writeHead(200).write('half')
  })
  const [half, none] = [open(at, GET.replace('/', '/half')), open(at, GET)]
  await expect.poll(half.got).toContain('half')
  for (const { socket } of [half, none]) socket.destroy()
  await expect.poll(() => answers.length).toBe(2)
  expect(answers.sort((one, other) => one.status - other.status)).toMatchObject([
    { target: '/half', status: 200, isWhole: false },
    { target: '/', status: 499, isWhole: false },
  ])
})

test.each([
  ['a trusted proxy’s', '127.0.0.1', '0f8fad5b-d9cb-469f-a165-70867728950e', true],
  ['a trusted proxy’s of another form', '127.0.0.1', 'A.b_9', true],
  ['anyone else’s', '192.0.2.7', 'given', false],
  ['one that is too long', '127.0.0.1', 'x'.repeat(129), false],
  ['one that says something', '127.0.0.1', '"requestId":"x"', false],
  ['one of two', '127.0.0.1', `one${CRLF}X-Request-Id: two`, false],
])('a sent request id: %s (proxies %s, id %s), used: %s', async (_, proxies, given, counts) => {
  const { got } = await open(await serve(readAll, { proxies }), get('Connection: close', `X-Request-Id: ${given}`))
    .closed
  if (counts) expect(idIn(got)).toBe(given)
  else expect(idIn(got)).toMatch(/^[0-9a-f-]{36}$/)
})
