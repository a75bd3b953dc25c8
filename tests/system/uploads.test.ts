import { createHash, randomBytes } from 'node:crypto'
import { type ClientRequest, request } from 'node:http'
import { connect } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { cookieFor, tusMetadata } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { type System, startSystem } from '@/tests/setup/system'

let system: System
let bytes: Buffer
let owner: PersonActor & { accountId: string }
let qualificationId: string

beforeAll(async () => {
  system = await startSystem()
  const raw = { width: 1300, height: 1000, channels: 3 } as const
  bytes = await sharp(randomBytes(1300 * 1000 * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer()
})
afterAll(() => system?.stop())
beforeEach(async () => {
  const { actor, accountId } = await aRegisteredApplicant()
  owner = { ...actor, accountId }
  qualificationId = (await aDraft(owner)).id
})

const OFFSET_STREAM = 'application/offset+octet-stream'

async function headersOf(actor: PersonActor, more: Record<string, string> = {}) {
  const { name, value } = await cookieFor(actor.sessionId)
  return { cookie: `${name}=${value}`, origin: system.portal.url, 'Tus-Resumable': '1.0.0', ...more }
}

async function ask(method: string, path: string, more: Record<string, string> = {}, body?: Buffer, actor = owner) {
  const headers = { ...(await headersOf(actor)), ...more }
  const sent = body ? new Uint8Array(body) : null
  const answer = await fetch(new URL(path, system.portal.url), { method, headers, body: sent })
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}

async function begin(size = bytes.length, more: Record<string, string> = {}): Promise<string> {
  const metadata = tusMetadata({ qualificationId, kind: 'ID_PORTRAIT', filename: '正面.png' })
  const answer = await ask('POST', '/api/tus', { 'Upload-Length': `${size}`, 'Upload-Metadata': metadata, ...more })
  expect(answer.status).toBe(201)
  expect(answer.headers.get('upload-expires')).not.toBeNull()
  return answer.headers.get('location') ?? ''
}

const patch = (path: string, offset: number, body: Buffer, actor = owner) =>
  ask('PATCH', path, { 'Upload-Offset': `${offset}`, 'Content-Type': OFFSET_STREAM }, body, actor)

async function offsetOf(path: string): Promise<number> {
  const { status, headers } = await ask('HEAD', path)
  expect(status).toBe(200)
  expect(headers.get('upload-length')).toBe(`${bytes.length}`)
  return Number(headers.get('upload-offset'))
}

/** Sends some of what it announces, and then nothing, until it is aborted. */
async function startSending(path: string, offset: number, some: number): Promise<ClientRequest> {
  const sent = request(new URL(path, system.portal.url), {
    method: 'PATCH',
    headers: {
      ...(await headersOf(owner)),
      'Upload-Offset': `${offset}`,
      'Content-Type': OFFSET_STREAM,
      'Content-Length': `${bytes.length - offset}`,
    },
  })
  sent.on('error', () => {})
  sent.on('response', (answer) => answer.resume())
  await new Promise<void>((resolve) => sent.write(bytes.subarray(offset, offset + some), () => resolve()))
  return sent
}

/** Sends the start of a body over a connection of its own; the rest is followed by a question for the offset. */
async function startRaw(path: string, more: Record<string, string>) {
  const { port } = new URL(system.portal.url)
  const own = { ...(await headersOf(owner)), Host: `localhost:${port}` }
  const lines = (given: Record<string, string>) => Object.entries(given).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = (method: string, given: Record<string, string>) =>
    `${method} ${path} HTTP/1.1\r\n${lines(given).join('')}\r\n`
  const socket = connect({ port: Number(port), host: '127.0.0.1' })
  let heard = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    heard += text
  })
  const body = { ...own, ...more, 'Content-Type': OFFSET_STREAM, 'Content-Length': `${bytes.length}` }
  socket.write(head('PATCH', body))
  socket.write(bytes.subarray(0, 1000))
  return {
    /** Returns the statuses of the first answers: the body of one may come later than its headers. */
    statuses: async (count: number) => {
      const statuses = () => Array.from(heard.matchAll(/^HTTP\/1\.1 (\d{3}) /gm), ([, status]) => Number(status))
      await vi.waitUntil(() => statuses().length >= count || socket.closed, PATIENCE)
      return statuses()
    },
    sendRest: () => {
      socket.write(bytes.subarray(1000))
      socket.write(head('HEAD', own))
    },
    close: () => void socket.destroy(),
  }
}

const receivedOf = async (path: string) =>
  (await database().upload.findUniqueOrThrow({ where: { id: path.split('/').at(-1) ?? '' } })).received

async function expectTakenIn(answer: { status: number; body: string }) {
  expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('fileId') })
  const [{ fileId }] = JSON.parse(answer.body).files
  const file = await database().storedFile.findUniqueOrThrow({ where: { id: fileId } })
  expect(Buffer.from(file.sha256)).toEqual(createHash('sha256').update(bytes).digest())
}

test('arrives in parts, and says at its end what it became; repeated, it says that the file exists', async () => {
  const path = await begin()
  const half = 2_000_000
  expect(await patch(path, 0, bytes.subarray(0, half))).toMatchObject({ status: 204, body: '' })
  expect(await offsetOf(path)).toBe(half)
  await expectTakenIn(await patch(path, half, bytes.subarray(half)))
  expect(await offsetOf(path)).toBe(bytes.length)
})

const inOne = (body: Buffer, more: Record<string, string> = {}) => {
  const metadata = tusMetadata({ qualificationId, kind: 'ID_PORTRAIT', filename: '正面.png' })
  const announced = { 'Upload-Length': `${body.length}`, 'Upload-Metadata': metadata, 'Content-Type': OFFSET_STREAM }
  return ask('POST', '/api/tus', { ...announced, ...more }, body)
}

test('a file that comes whole with its announcement is one request, and is refused in it', async () => {
  const answer = await inOne(bytes)
  expect([answer.status, answer.headers.get('upload-offset')]).toEqual([201, `${bytes.length}`])
  expect(answer.headers.get('location')).toMatch(/^\/api\/tus\//)
  await expectTakenIn({ ...answer, status: 200 })
  expect(await database().upload.count({ where: { qualificationId } })).toBe(0)
  // The answer arrives while the rest of the file is still sent.
  const tooBig = await inOne(Buffer.concat([bytes, Buffer.alloc(20 * 1024 * 1024)]))
  expect([tooBig.status, JSON.parse(tooBig.body).code]).toEqual([413, 'FILE_TOO_BIG'])
  const elsewhere = await inOne(bytes, { origin: 'http://evil.example' })
  expect(elsewhere.status).toBe(403)
})

test('of a file that breaks off in its one request, nothing stays', async () => {
  const metadata = tusMetadata({ qualificationId, kind: 'ID_PORTRAIT', filename: '正面.png' })
  const announced = { 'Upload-Length': `${bytes.length}`, 'Upload-Metadata': metadata, 'Content-Type': OFFSET_STREAM }
  const sent = request(new URL('/api/tus', system.portal.url), {
    method: 'POST',
    headers: { ...(await headersOf(owner, announced)), 'Content-Length': `${bytes.length}` },
  })
  sent.on('error', () => {})
  await new Promise<void>((resolve) => sent.write(bytes.subarray(0, 1_500_000), () => resolve()))
  const refused = () => database().refusalCount.count({ where: { actorId: owner.id, code: 'UPLOAD_CUT_OFF' } })
  sent.destroy()
  await vi.waitUntil(async () => (await refused()) > 0, PATIENCE)
  expect(await database().storedFile.count({ where: { accountId: owner.accountId } })).toBe(0)
  expect(await database().upload.count({ where: { qualificationId } })).toBe(0)
})

test('a connection that breaks off loses nothing that arrived', async () => {
  const path = await begin()
  const sending = await startSending(path, 0, 1_500_000)
  await vi.waitUntil(async () => (await receivedOf(path)) > 0, PATIENCE)
  sending.destroy()
  const offset = await offsetOf(path)
  expect(offset).toBeGreaterThanOrEqual(1024 * 1024)
  await expectTakenIn(await patch(path, offset, bytes.subarray(offset)))
})

test('a connection that stalls gives way to the next, and loses nothing that arrived', async () => {
  const path = await begin()
  const sending = await startSending(path, 0, 1_500_000)
  await vi.waitUntil(async () => (await receivedOf(path)) > 0, PATIENCE)
  const offset = await offsetOf(path)
  expect(offset).toBe(1_500_000)
  await expectTakenIn(await patch(path, offset, bytes.subarray(offset)))
  sending.destroy()
})

test('a killed portal retains what it acknowledged, and continues from there', async () => {
  const path = await begin()
  expect(await patch(path, 0, bytes.subarray(0, 100_000))).toMatchObject({ status: 204 })
  const sending = await startSending(path, 100_000, 1_500_000)
  await vi.waitUntil(async () => (await receivedOf(path)) > 100_000, PATIENCE)
  await system.portal.kill()
  sending.destroy()
  await system.startAgain()
  const offset = await offsetOf(path)
  expect(offset).toBe(100_000 + 1024 * 1024)
  await expectTakenIn(await patch(path, offset, bytes.subarray(offset)))
})

test('bytes from another place than its end are a conflict, reported even while they are sent', async () => {
  const path = await begin()
  await patch(path, 0, bytes.subarray(0, 1000))
  for (const offset of [0, 999, 1001]) expect((await patch(path, offset, bytes.subarray(offset))).status).toBe(409)
  expect(await offsetOf(path)).toBe(1000)
  expect((await patch(path, 1000, bytes)).status).toBe(413)
  expect((await ask('PATCH', path, { 'Content-Type': OFFSET_STREAM }, bytes)).status).toBe(403)
  expect(await offsetOf(path)).toBe(1000)
})

test('a refusal reaches a sender whose bytes still come, and the connection goes on', async () => {
  const path = await begin()
  const { statuses, sendRest, close } = await startRaw(path, { 'Upload-Offset': '7' })
  expect(await statuses(1)).toEqual([409])
  sendRest()
  expect(await statuses(2)).toEqual([409, 200])
  close()
})

test('for nobody else does it exist, and from no other site is it reached', async () => {
  const path = await begin()
  const { actor: stranger } = await aRegisteredApplicant()
  expect((await patch(path, 0, bytes, stranger as typeof owner)).status).toBe(404)
  for (const method of ['HEAD', 'DELETE']) {
    expect((await ask(method, path, {}, undefined, stranger as typeof owner)).status, method).toBe(404)
  }
  const elsewhere = { origin: 'http://evil.example' }
  const headers = { 'Upload-Offset': '0', 'Content-Type': OFFSET_STREAM }
  expect((await ask('PATCH', path, { ...headers, ...elsewhere }, bytes)).status).toBe(403)
  expect((await ask('DELETE', path, elsewhere)).status).toBe(403)
  const preflight = await ask('OPTIONS', '/api/tus', elsewhere)
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null])
  expect(await offsetOf(path)).toBe(0)
})

test('a request that the protocol or the slot does not allow is refused', async () => {
  const announce = (more: Record<string, string>) => ask('POST', '/api/tus', more)
  const metadata = tusMetadata({ qualificationId, kind: 'ID_PORTRAIT', filename: 'a.png' })
  const tooBig = await announce({ 'Upload-Length': `${10 * 1024 * 1024 + 1}`, 'Upload-Metadata': metadata })
  expect([tooBig.status, JSON.parse(tooBig.body).code]).toEqual([413, 'FILE_TOO_BIG'])
  const beyond = await announce({ 'Upload-Length': '9007199254740993', 'Upload-Metadata': metadata })
  expect(beyond.status).toBeGreaterThanOrEqual(400)
  expect(beyond.status).toBeLessThan(500)
  expect((await announce({ 'Upload-Length': '1' })).status).toBe(404)
  expect((await announce({ 'Upload-Defer-Length': '1', 'Upload-Metadata': metadata })).status).toBe(501)
  expect((await announce({ 'Upload-Length': '1', 'Upload-Metadata': metadata, 'Tus-Resumable': '0.2.2' })).status).toBe(
    400,
  )
  const [path, nothing] = [await begin(), '/api/tus/nothing']
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    expect((await ask(method, nothing, { 'Upload-Offset': '0', 'Content-Type': OFFSET_STREAM })).status).toBe(404)
  }
  expect((await ask('POST', path)).status).toBe(404)
  expect((await ask('DELETE', path)).status).toBe(204)
  expect((await ask('HEAD', path)).status).toBe(404)
  expect(system.portal.output()).not.toMatch(/"room":"(framework|process)"/)
})
