import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { PART_LENGTH, s3Store } from './s3-store'
import {
  BlobExistsError,
  BlobMissingError,
  type BlobStore,
  StoreFullError,
  StoreSilentError,
  StoreUnavailableError,
} from './store-port'

/** A store that misbehaves as each test says. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let store: BlobStore
/** Waits half a second for an answer, where none comes. */
let impatient: BlobStore
let asked: IncomingMessage[]
let answer: Answer

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    asked.push(request)
    request.resume().once('end', () => answer(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const place = {
    bucket: 'vault',
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    isPathStyle: true,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  }
  store = s3Store({ ...place, timeoutMs: PATIENCE })
  impatient = s3Store({ ...place, timeoutMs: 500 })
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const of = (bytes: Uint8Array) => Readable.from([bytes])
const SILENT: Answer = () => {}
const fault = (status: number, code: string): Answer => {
  return (_, response) => response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`)
}
const isUpload = ({ method, url }: IncomingMessage) => method === 'POST' && url?.includes('uploadId=')

/** Takes what is put and loses its answer; from then on it is there. */
function losing(isIt: (request: IncomingMessage) => boolean | undefined): Answer {
  let mark: string | undefined
  return (request, response) => {
    const { method, url, headers } = request
    if (headers['x-amz-meta-put']) mark = String(headers['x-amz-meta-put'])
    if (isIt(request)) {
      answer = (later, response) =>
        later.method === 'HEAD'
          ? response.writeHead(200, { 'x-amz-meta-put': mark }).end()
          : fault(412, 'PreconditionFailed')(later, response)
      return void request.socket.destroy()
    }
    if (method === 'HEAD') return void response.writeHead(404).end()
    if (url?.includes('uploads')) {
      return void response.end('<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>')
    }
    response.writeHead(200, { ETag: '"1"' }).end()
  }
}

test.each([
  ['a blob', 10, ({ method }: IncomingMessage) => method === 'PUT'],
  ['one in parts', PART_LENGTH + 1, isUpload],
])('the put of %s whose answer is lost has happened', async (_, length, isIt) => {
  answer = losing(isIt)
  await store.put(newId(), of(randomBytes(length)))
  expect(asked.at(-1)?.method).toBe('HEAD')
  expect(asked.find(isIt)?.headers['if-none-match']).toBe('*')
})

test('what is there and another’s is not ours', async () => {
  answer = (request, response) =>
    request.method === 'HEAD'
      ? response.writeHead(200, { 'x-amz-meta-put': 'another' }).end()
      : fault(412, 'PreconditionFailed')(request, response)
  await expect(store.put(newId(), of(randomBytes(10)))).rejects.toThrow(BlobExistsError)
})

test.each<[string, Answer, typeof StoreUnavailableError]>([
  ['is silent', SILENT, StoreSilentError],
  ['hangs up', (request) => request.socket.destroy(), StoreUnavailableError],
  ['is broken', fault(500, 'InternalError'), StoreUnavailableError],
  ['refuses us', fault(403, 'AccessDenied'), StoreUnavailableError],
  ['has no such bucket', fault(404, 'NoSuchBucket'), StoreUnavailableError],
  ['is full', fault(507, 'XMinioStorageFull'), StoreFullError],
])('a store that %s is unavailable, soon, and no blob is said to be there or to be missing', async (_, does, kind) => {
  answer = does
  const at = does === SILENT ? impatient : store
  for (const length of [10, PART_LENGTH + 1]) {
    await expect(at.put(newId(), of(randomBytes(length)))).rejects.toThrow(kind)
  }
  await expect(at.open(newId())).rejects.toThrow(kind)
})

test('a store that talks nonsense stores nothing', async () => {
  answer = (_, response) => response.end('<<<')
  await expect(store.put(newId(), of(randomBytes(PART_LENGTH + 1)))).rejects.toThrow(StoreUnavailableError)
})

test('a blob that stops half-way fails its reader, who does not wait for ever', async () => {
  answer = (_, response) => void response.writeHead(200, { 'Content-Length': 1000 }).write(randomBytes(500))
  await expect(impatient.open(newId()).then(buffer)).rejects.toThrow(StoreUnavailableError)
  answer = (request, response) => {
    response.writeHead(200, { 'Content-Length': 1000 }).write(randomBytes(500), () => request.socket.destroy())
  }
  await expect(buffer(await store.open(newId()))).rejects.toThrow(StoreUnavailableError)
})

test.each([
  ['all has come', 10_000],
  ['more waits in the store', 16 * 1024 * 1024],
])('a reader that pauses for longer than the store may be silent reads a blob of which %s', async (_, length) => {
  const [first, rest] = [randomBytes(10_000), randomBytes(length)]
  let answering: ServerResponse | undefined
  answer = (_, response) => {
    answering = response.writeHead(200, { 'Content-Length': first.length + rest.length })
    response.write(first)
  }
  const reading = (await impatient.open(newId()))[Symbol.asyncIterator]()
  const read: Buffer[] = [(await reading.next()).value]
  answering?.end(rest)
  answer = SILENT
  await expect(impatient.open(newId())).rejects.toThrow(StoreSilentError) // so the time has passed, twice
  for await (const chunk of { [Symbol.asyncIterator]: () => reading }) read.push(chunk)
  expect(Buffer.concat(read).equals(Buffer.concat([first, rest]))).toBe(true)
})

test('a store that stops in the middle of a refusal was silent', async () => {
  answer = (_, response) => void response.writeHead(403, { 'Content-Length': 1000 }).write('<Error>')
  await expect(impatient.open(newId())).rejects.toThrow(StoreSilentError)
})

test('a reader that goes while it waits for the store leaves no connection', async () => {
  let isClosed = false
  answer = (_, response) => {
    response.once('close', () => {
      isClosed = true
    })
    response.writeHead(200, { 'Content-Length': 1000 }).write(randomBytes(500))
  }
  const opened = await store.open(newId())
  opened.once('data', () => opened.destroy())
  await expect.poll(() => isClosed).toBe(true)
})

test('what is not there is missing', async () => {
  answer = fault(404, 'NoSuchKey')
  await expect(store.open(newId())).rejects.toThrow(BlobMissingError)
})

test('a store that hangs up, or refuses, is not one that was silent', async () => {
  const hangsUp: Answer = ({ socket }) => socket.destroy()
  for (const does of [hangsUp, fault(503, 'SlowDown')]) {
    answer = does
    await expect(store.isWritable()).rejects.not.toBeInstanceOf(StoreSilentError)
  }
  answer = SILENT
  await expect(impatient.isWritable()).rejects.toBeInstanceOf(StoreSilentError)
})

test('a store whose first answer is lost can be written to: the retry finds what was stored', async () => {
  let isThere = false
  answer = (request, response) => {
    if (request.method === 'DELETE') return void response.writeHead(204).end()
    if (isThere) return fault(412, 'PreconditionFailed')(request, response)
    isThere = true
    request.socket.destroy()
  }
  expect(await store.isWritable()).toBe(true)
  expect(asked.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'PUT', 'DELETE'])
})

test('a store that overwrites is not one that can be written to', async () => {
  answer = (_, response) => response.writeHead(200, { ETag: '"1"' }).end()
  await expect(store.isWritable()).rejects.toMatchObject({ name: 'StoreUnavailableError', code: 'OVERWRITES' })
  expect(asked.at(-1)?.method).toBe('DELETE')
})

test('of uploads in parts only those that nobody continues are aborted', async () => {
  const now = Date.now()
  const upload = (name: string, age: number) =>
    `<Upload><Key>blobs/aa/${name}</Key><UploadId>${name}</UploadId><Initiated>${new Date(now - age).toISOString()}</Initiated></Upload>`
  answer = ({ method, url }, response) => {
    if (method === 'DELETE') return void response.writeHead(204).end()
    const isSecond = url?.includes('key-marker=k')
    const more = isSecond ? '' : '<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker>'
    const uploads = isSecond ? upload('old2', 2 * HOUR) : upload('old1', 2 * HOUR) + upload('young', HOUR / 2)
    response.end(`<ListMultipartUploadsResult>${more}${uploads}</ListMultipartUploadsResult>`)
  }
  await store.removeUnfinished(new Date(now - HOUR))
  const aborted = asked
    .filter(({ method }) => method === 'DELETE')
    .map(({ url }) => /uploadId=(\w+)/.exec(url ?? '')?.[1])
  expect(aborted).toEqual(['old1', 'old2'])
})
