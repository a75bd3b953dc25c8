import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boundaryOf, readForm } from './read-form'

let server: Server
let outcomes: Promise<{ outcome: string; body: string }>[] = []
const sockets = new Set<Socket>()

/** Reads what the form gave back, in both ways of the framework: of an action, and of a route. */
async function seen(request: IncomingMessage) {
  const outcome = await readForm(request)
  if (outcome !== 'WHOLE') return { outcome, body: '' }
  await new Promise((later) => setImmediate(later)) // the framework starts in a later turn
  if (request.url === '/api/route') {
    const asked = new Request('http://portal/', {
      method: 'POST',
      body: request,
      duplex: 'half',
    } as unknown as RequestInit)
    return { outcome, body: await asked.text() }
  }
  const through = new PassThrough()
  const body = (async () => {
    let text = ''
    for await (const piece of through) text += String(piece)
    return text
  })()
  await pipeline(request, through)
  return { outcome, body: await body }
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const outcome = seen(request)
    outcomes.push(outcome)
    void outcome.then(({ outcome }) => response.end(outcome))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

/** Sends a head and pieces of a body, each in a packet of its own. */
async function send(
  headers: Record<string, string | number>,
  pieces: readonly string[],
  { cuts = false, path = '/sign-in' } = {},
) {
  outcomes = []
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  sockets.add(socket)
  socket.on('error', () => {}).setNoDelay(true)
  await once(socket, 'connect')
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${lines.join('\r\n')}\r\n\r\n`)
  for (const piece of pieces) {
    socket.write(piece)
    await new Promise((later) => setTimeout(later, 5))
  }
  await expect.poll(() => outcomes.length).toBe(1)
  if (cuts) socket.destroy()
  const result = await outcomes[0]
  socket.destroy()
  await once(socket, 'close')
  return result
}

const MULTIPART = { 'Content-Type': 'multipart/form-data; boundary=limit-1' }
const part = (name: string, value: string) =>
  `--limit-1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const form = (count: number, value = 'x') =>
  `${Array.from({ length: count }, (_, at) => part(`f${at}`, value)).join('')}--limit-1--\r\n`
const whole = (body: string, headers: Record<string, string> = MULTIPART, path = '/sign-in') =>
  send({ ...headers, 'Content-Length': Buffer.byteLength(body) }, [body], { path })
const inPieces = (text: string, size: number) =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size))

test('a form is given back as it came: at once, in pieces, in chunks, and empty', async () => {
  const body = form(40, '张三')
  expect(await whole(body)).toEqual({ outcome: 'WHOLE', body })
  expect(await whole(body, MULTIPART, '/api/route')).toEqual({ outcome: 'WHOLE', body })
  const ascii = form(40)
  const pieces = inPieces(ascii, 311)
  expect(await send({ ...MULTIPART, 'Content-Length': ascii.length }, pieces)).toEqual({
    outcome: 'WHOLE',
    body: ascii,
  })
  const chunks = [...pieces.map((one) => `${one.length.toString(16)}\r\n${one}\r\n`), '0\r\n\r\n']
  expect(await send({ ...MULTIPART, 'Transfer-Encoding': 'chunked' }, chunks)).toEqual({
    outcome: 'WHOLE',
    body: ascii,
  })
  expect(await whole('')).toEqual({ outcome: 'WHOLE', body: '' })
  const large = part('f', 'x'.repeat(200 * 1024))
  expect(await whole(large)).toEqual({ outcome: 'WHOLE', body: large })
})

/** Lists forms that are refused for how much of something they have. */
const TOO_MUCH: [string, string, Record<string, string>][] = [
  ['bytes', 'x'.repeat(256 * 1024 + 1), { 'Content-Type': 'text/plain;charset=UTF-8' }],
  ['parts', form(501), MULTIPART],
  ['fields', 'a=1&'.repeat(600), { 'Content-Type': 'application/x-www-form-urlencoded' }],
  ['references', part('0', JSON.stringify(Array(1_001).fill('$R1'))), MULTIPART],
  ['escaped references', part('0', `[${Array(1_001).fill('"\\u0024R1"').join()}]`), MULTIPART],
  [
    'references without a form',
    JSON.stringify(Array(1_001).fill('$R1')),
    { 'Content-Type': 'text/plain;charset=UTF-8' },
  ],
]

test.each(TOO_MUCH)('a form of too many %s is refused', async (_, body, headers) => {
  expect(await whole(body, headers)).toMatchObject({ outcome: 'TOO_MUCH' })
})

test.each(TOO_MUCH)('one of too many %s is refused though its end never comes', async (_, body, headers) => {
  expect(await send({ ...headers, 'Content-Length': 1e9 }, [body])).toMatchObject({ outcome: 'TOO_MUCH' })
})

/** This body has no end and comes in pieces of 4 KiB: it gives what is read, and counts that. */
class Endless extends Readable {
  given = 0
  readonly complete = false
  constructor(
    readonly headers: Record<string, string>,
    private readonly piece: Buffer,
  ) {
    super({ highWaterMark: 16 * 1024 })
  }
  override _read(): void {
    this.given += this.piece.length
    setImmediate(() => this.push(this.piece))
  }
}

test.each([
  ['bytes', 'x', 256],
  ['parts', '--limit-1\r\n', 8],
  ['references', '"$R1",', 8],
])('nothing more is read of one that has too many %s', async (_, text, kibibytes) => {
  const body = new Endless(
    { 'content-type': MULTIPART['Content-Type'] },
    Buffer.from(text.repeat(4_096)).subarray(0, 4_096),
  )
  expect(await readForm(body as unknown as IncomingMessage)).toBe('TOO_MUCH')
  const { given } = body
  expect(given).toBeGreaterThan(kibibytes * 1024 - 4_096)
  expect(given).toBeLessThanOrEqual(kibibytes * 1024 + 24 * 1024) // what a stream has ready
  for (let turn = 0; turn < 20; turn++) await new Promise((later) => setImmediate(later))
  expect(body.given).toBeLessThanOrEqual(given + 16 * 1024)
})

test('parts and references are counted once, wherever the pieces of a form end', async () => {
  const body = `${part('0', JSON.stringify(Array(40).fill('$R1')))}${form(460)}`
  for (const size of [7, 1_460]) {
    const pieces = inPieces(body, size === 7 ? 4_001 : size)
    expect(await send({ ...MULTIPART, 'Content-Length': body.length }, pieces)).toMatchObject({ outcome: 'WHOLE' })
  }
  const more = form(501)
  expect(await send({ ...MULTIPART, 'Content-Length': more.length }, inPieces(more, 997))).toMatchObject({
    outcome: 'TOO_MUCH',
  })
})

test.each(['multipart/form-data; boundary=limit-1', 'Multipart/Form-Data;boundary="limit-1"'])(
  'parts of %s are counted',
  async (type) => {
    expect(await whole(form(501), { 'Content-Type': type })).toMatchObject({ outcome: 'TOO_MUCH' })
  },
)

test.each([
  'multipart/form-data; a="; boundary=other"; boundary=limit-1',
  'multipart/form-data; boundary=limit-1; boundary=other',
  'multipart/form-data; boundary=limit-1; charset=utf-8',
])('%s names no boundary on which all readers agree', (type) => {
  expect(boundaryOf(type)).toBeNull()
})

const headed = (...lines: string[]) => `--limit-1\r\n${lines.join('\r\n')}\r\n\r\n["$R1"]\r\n${form(1)}`
const NAMED = 'Content-Disposition: form-data; name="0"'

test.each([
  ['another character set', [NAMED, 'Content-Type: text/plain; charset=utf-16le']],
  ['another one in quotes', [NAMED, 'content-type:text/plain; a=b ;\tCHARSET="utf\\-16le"']],
  ['two of them', [NAMED, 'Content-Type: text/plain; charset=base64; charset=utf-8']],
  ['two types', [NAMED, 'Content-Type: text/plain; charset=ucs2', 'Content-Type: text/plain']],
  ['a line that continues', [NAMED, 'Content-Type: text/plain;', ' charset=utf-16le']],
  ['an encoding', [NAMED, 'Content-Transfer-Encoding: base64']],
  ['a boundary within', [NAMED, 'Content-Type: text/plain; char', '--limit-1set=utf-16le']],
  ['a header without an end', [NAMED, 'Content-Type: text/plain; char\n']],
])('a part with %s is refused: its references could not be counted', async (_, lines) => {
  expect(await whole(headed(...lines))).toMatchObject({ outcome: 'MALFORMED' })
  expect(await whole(form(3) + headed(...lines))).toMatchObject({ outcome: 'MALFORMED' })
})

test.each([
  [[NAMED]],
  [[`${NAMED}; filename="blob"`, 'Content-Type: application/octet-stream']],
  [[`${NAMED}; filename=""`, 'Content-Type: application/octet-stream']],
  [['Content-Type: text/plain; charset=UTF-8', NAMED]],
])('a part with %j is taken', async (lines) => {
  expect(await whole(headed(...lines))).toMatchObject({ outcome: 'WHOLE' })
})

test('a form as fetch sends it is taken: of texts, of a blob, and of a file', async () => {
  const sent = new FormData()
  sent.set('0', '["$K1"]')
  sent.set('charset', 'charset=utf-16le\r\n张三')
  sent.set('1', new Blob(['x'], { type: 'text/plain' }))
  sent.set('2', new File(['x'], 'charset=张三.pdf', { type: 'application/pdf' }))
  const request = new Request('http://portal/', { method: 'POST', body: sent })
  const type = request.headers.get('content-type') ?? ''
  const body = await request.text()
  expect(await whole(body, { 'Content-Type': type })).toEqual({ outcome: 'WHOLE', body })
})

test('a sender who leaves is gone', async () => {
  const cut = await send({ ...MULTIPART, 'Content-Length': 2_000 }, [part('0', 'x')], { cuts: true })
  expect(cut).toMatchObject({ outcome: 'GONE' })
})
