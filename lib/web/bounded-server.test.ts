import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type BoundedServer, type Bounds, createBoundedServer } from './bounded-server'

const BOUNDS: Bounds = {
  headerBytes: 4096,
  headersMs: 400,
  keepAliveMs: 300,
  readerMs: 500,
  body: { windowMs: 500, windowBytes: 500, formMs: 1_500 },
  byAddress: 3,
  inAll: 50,
  lookMs: 50,
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

const readAll: Answer = (request, response) => {
  request.on('error', () => {})
  request.resume().on('end', () => response.end('read'))
}

let bounded: BoundedServer | undefined
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  await bounded?.stop(0)
  bounded = undefined
})

async function serve(answer: Answer, { host = '127.0.0.1', ...bounds }: Partial<Bounds> & { host?: string } = {}) {
  bounded = createBoundedServer({
    proxies: { has: () => false },
    takesFiles: ({ url }) => url === '/file',
    hasUpgrades: false,
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
  const { got, after } = await open(at, upgrade).closed
  expect(got).toMatch(/^HTTP\/1\.1 400 /)
  expect(after).toBeLessThan(300)
})

test('who sends nothing, half of the headers, or them drop by drop, is closed', async () => {
  const at = await serve(readAll)
  const dripping = open(at, 'GET / HTTP/1.1\r\n')
  void drip(dripping.socket, 'x: y\r\n', 50, 100)
  for (const { closed } of [open(at), open(at, 'GET / HT'), dripping]) {
    expect((await closed).after).toBeLessThan(BOUNDS.headersMs + 1_000)
  }
})

test('a connection between two requests is closed', async () => {
  const { got, after } = await open(await serve(readAll), GET).closed
  expect(got).toMatch(/^HTTP\/1\.1 200 .*read/s)
  expect(after).toBeLessThan(3_000)
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
    expect(after).toBeGreaterThan(BOUNDS.body.windowMs - BOUNDS.lookMs)
    expect(after).toBeLessThan(BOUNDS.body.windowMs + 1_000)
  }
  expect(cut.sort()).toEqual(['/file', '/form'])
})

test('who still sends a file after the answer is closed, however steadily it comes', async () => {
  const at = await serve((_request, response) => {
    response.writeHead(401).end()
  })
  const head = 'POST /file HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n'
  const sender = open(at, head)
  void drip(sender.socket, `64\r\n${'.'.repeat(100)}\r\n`, 50, 100)
  const { got, after } = await sender.closed
  expect(got).toMatch(/^HTTP\/1\.1 401 /)
  expect(after).toBeGreaterThan(BOUNDS.keepAliveMs)
  expect(after).toBeLessThan(BOUNDS.keepAliveMs + 1_000)
})

test('a file that ends soon after the answer leaves the connection for the next request', async () => {
  const at = await serve(({ method }, response) => {
    response.writeHead(method === 'GET' ? 200 : 401).end()
  })
  const { socket, got } = open(at, post('/file', 10))
  await expect.poll(got).toMatch(/^HTTP\/1\.1 401 /)
  socket.write('.'.repeat(10) + GET)
  await expect.poll(got).toMatch(/HTTP\/1\.1 200 /)
})

test('a file that moves arrives, though a form at that pace does not', async () => {
  const at = await serve(readAll)
  const [times, piece] = [60, '.'.repeat(100)] // 60 × 50 ms: twice what a form may take
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
  })
  const size = 4 * 1024 * 1024
  const { socket, got } = open(at, post('/file', size))
  socket.write(Buffer.alloc(size))
  await expect.poll(got, { timeout: 5_000 }).toMatch(/^HTTP\/1\.1 200 /)
})

test('who takes nothing of an answer is closed, and who waits long for one is not', async () => {
  const large = Buffer.alloc(64 * 1024 * 1024)
  const at = await serve(async ({ url }, response) => {
    if (url === '/slow') await sleep(3 * BOUNDS.readerMs)
    response.end(url === '/slow' ? 'at last' : large)
  })
  const began = performance.now()
  const reader = open(at, 'GET /large HTTP/1.1\r\nHost: x\r\n\r\n', { reads: false })
  const waiting = open(at, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
  await new Promise((resolve) => bounded?.server.once('request', resolve))
  await expect.poll(() => connections(), { timeout: 10_000 }).toBe(1)
  expect(performance.now() - began).toBeLessThan(BOUNDS.readerMs + 1_500)
  await expect.poll(waiting.got, { timeout: 5_000 }).toContain('at last')
  reader.socket.destroy()
})

test('a stop ends requests in progress after the grace period, and what is half sent', async () => {
  const at = await serve(() => {}, { headersMs: 60_000, body: { windowMs: 60_000, windowBytes: 1, formMs: 60_000 } })
  const all = ['', 'GET / HT', post('/file', 100), GET].map((text) => open(at, text))
  await expect.poll(connections).toBe(all.length)
  const began = performance.now()
  await bounded?.stop(300)
  expect(performance.now() - began).toBeLessThan(1_500)
  for (const { closed } of all) await closed
})

test('a stop lets what is answered in time be answered', async () => {
  const at = await serve(async (_request, response) => {
    await sleep(300)
    response.end('done')
  })
  const asked = new Promise<number | undefined>((resolve, reject) => {
    request({ ...at, path: '/' }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end()
  })
  await expect.poll(connections).toBe(1)
  await bounded?.stop(5_000)
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
