import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { MOST_SHORT_PARTS, PART_BYTES } from '@/lib/documents/continue-partial-file'
import { erasuresFinished } from '@/lib/documents/erase-later'
import { collectPartialFiles, deletePartialFiles } from '@/lib/documents/partial-file'
import { findOriginal } from '@/lib/documents/read-original'
import { removeBlobs } from '@/lib/documents/receive-file'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { blobStore } from '@/lib/storage/blob-store'
import { StoreFullError, StoreUnavailableError } from '@/lib/storage/store-port'
import { eventsAbout } from '@/tests/factories/audit'
import { aMemberOf } from '@/tests/factories/people'
import { aDraft, aReadyDraft, aRegisteredApplicant, asShown, submissionOf } from '@/tests/factories/qualifications'
import { examined, uploadReady } from '@/tests/factories/uploads'
import { interleaveWith } from '@/tests/setup/interleave'
import { readDraft } from '../draft/read-draft'
import { submitQualification } from '../draft/submit-qualification'
import { continueUpload } from './continue-upload'
import { dropUpload } from './drop-upload'
import { findUpload } from './find-upload'
import { startUpload } from './start-upload'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

/** Holds a file of more than three parts. */
let bytes: Buffer
beforeAll(async () => {
  const [width, height] = [1200, 1000]
  const raw = { width, height, channels: 3 } as const
  bytes = await sharp(randomBytes(width * height * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer()
  expect(bytes.length).toBeGreaterThan(3 * PART_BYTES)
})

let applicant: Awaited<ReturnType<typeof aRegisteredApplicant>>
let qualificationId: string
beforeEach(async () => {
  const draft = await aDraft()
  applicant = draft.applicant
  qualificationId = draft.id
})

type Announced = Partial<Parameters<typeof startUpload>[1]>

async function begin(announced: Announced = {}, actor: PersonActor = applicant): Promise<string> {
  const id = newId()
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  await startUpload(actor, { ...slot, fileName: '正面.png', size: bytes.length, id, ...announced })
  return id
}

/** Splits bytes as a connection delivers them. */
const pieces = (of: Buffer, length = 64 * 1024) =>
  Array.from({ length: Math.ceil(of.length / length) }, (_, at) => of.subarray(at * length, (at + 1) * length))
/** Sends bytes as one request of the protocol does. */
const sendFrom = async (id: string, offset: number, source: Readable, actor: PersonActor = applicant) => {
  const sent = await continueUpload(actor, await findUpload(actor, id), { offset, source })
  if (sent.accepted) await examined(sent.accepted.fileId)
  return sent
}
const send = (id: string, offset: number, to = bytes.length, actor: PersonActor = applicant) =>
  sendFrom(id, offset, Readable.from(pieces(bytes.subarray(offset, to))), actor)

/** Returns a connection that breaks off. */
function cutAt(offset: number, to: number): Readable {
  return Readable.from(
    (async function* () {
      yield* pieces(bytes.subarray(offset, to))
      throw new Error('cut')
    })(),
  )
}

const receivedOf = async (id: string) => (await findUpload(applicant, id)).received
const portrait = async () =>
  (await readDraft(applicant, qualificationId))?.slots.find(({ slot }) => slot.kind === 'ID_PORTRAIT')?.pages ?? []

async function blobs(): Promise<string[]> {
  await erasuresFinished()
  const ids: string[] = []
  for await (const { id } of blobStore().list()) ids.push(id)
  return ids.toSorted()
}

/** Expects that each blob has a row, each row a blob, and each key something that it seals. */
async function expectNoOrphans() {
  const [stored, parts] = [await database().storedBlob.findMany(), await database().uploadPart.findMany()]
  expect(await blobs()).toEqual([...stored, ...parts].map(({ id }) => id).toSorted())
  expect(
    await database().dataKey.count({
      where: {
        name: null,
        uploads: { none: {} },
        files: { none: {} },
        users: { none: {} },
        qualifications: { none: {} },
      },
    }),
  ).toBe(0)
}

/** Expects that nothing of the upload is stored any more. */
async function expectGone(id: string) {
  expect(await database().upload.count({ where: { id } })).toBe(0)
  expect(await database().uploadPart.count({ where: { uploadId: id } })).toBe(0)
  await expectNoOrphans()
}

test('a file that arrives in several requests is identical, under its own key', async () => {
  const id = await begin()
  expect(await send(id, 0, PART_BYTES)).toEqual({ received: PART_BYTES, accepted: null })
  expect(await send(id, PART_BYTES, PART_BYTES + 5)).toEqual({ received: PART_BYTES + 5, accepted: null })
  const parts = await database().uploadPart.findMany({ where: { uploadId: id }, orderBy: { position: 'asc' } })
  expect(parts.map(({ position, size }) => [position, size])).toEqual([
    [0, PART_BYTES],
    [PART_BYTES, 5],
  ])
  const stored = await buffer(await blobStore().open(parts[0]?.id ?? ''))
  for (const at of [0, 5_000, 500_000]) expect(stored.includes(bytes.subarray(at, at + 32))).toBe(false)

  const { received, accepted } = await send(id, PART_BYTES + 5)
  expect(received).toBe(bytes.length)
  expect(await portrait()).toMatchObject([{ fileId: accepted?.fileId, name: '正面.png' }])
  const file = await database().storedFile.findUniqueOrThrow({ where: { id: accepted?.fileId ?? '' } })
  expect(Buffer.from(file.sha256)).toEqual(createHash('sha256').update(bytes).digest())
  expect((await eventsAbout(qualificationId)).at(-1)).toMatchObject({ action: 'document.ready' })

  const { dataKeyId, nameSealed, takenAt } = await database().upload.findUniqueOrThrow({ where: { id } })
  expect([dataKeyId, nameSealed, takenAt]).toEqual([null, null, expect.any(Date)])
  expect(await receivedOf(id)).toBe(bytes.length)
  await expect(send(id, bytes.length)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expectNoOrphans()
})

const originalBlobs = (fileId = '') =>
  database().storedBlob.findMany({ where: { fileId, variant: 'ORIGINAL' }, orderBy: { page: 'asc' } })

test('the parts become the file: none is written again, and it is read in their order', async () => {
  const id = await begin()
  await send(id, 0, 2 * PART_BYTES)
  const parts = await database().uploadPart.findMany({ where: { uploadId: id }, orderBy: { position: 'asc' } })
  const put = vi.spyOn(blobStore(), 'put')
  const putTogether = vi.spyOn(blobStore(), 'putTogether')
  const { accepted } = await send(id, 2 * PART_BYTES, bytes.length)
  const together = putTogether.mock.calls.flatMap(([blobs]) => blobs.map(({ id: blob }) => blob))
  const written = [...put.mock.calls.map(([blob]) => blob), ...together]
  put.mockRestore()
  putTogether.mockRestore()

  const stored = await originalBlobs(accepted?.fileId)
  expect(stored.map(({ id: blob }) => blob).slice(0, 2)).toEqual(parts.map(({ id: part }) => part))
  expect(written).toHaveLength(stored.length - 2 + 2) // the rest of the parts, the rendition, the thumbnail
  for (const { id: part } of parts) expect(written).not.toContain(part)

  const original = await findOriginal(accepted?.fileId ?? '')
  expect(original.size).toBe(bytes.length)
  expect((await buffer(await original.read())).equals(bytes)).toBe(true)
  const range = { start: PART_BYTES - 10, end: 2 * PART_BYTES + 10 }
  expect((await buffer(await original.read(range))).equals(bytes.subarray(range.start, range.end + 1))).toBe(true)
  await expectNoOrphans()
})

test('a file in very many parts is encrypted again, as one', async () => {
  const id = await begin()
  for (let part = 0; part < 64; part += 1) await send(id, part * 100, (part + 1) * 100)
  const { accepted } = await send(id, 6_400, 6_400 + PART_BYTES)
  expect(accepted).toBeNull()
  const file = (await send(id, 6_400 + PART_BYTES)).accepted
  expect(await originalBlobs(file?.fileId)).toMatchObject([{ size: bytes.length }])
  expect((await buffer(await (await findOriginal(file?.fileId ?? '')).read())).equals(bytes)).toBe(true)
  await expectNoOrphans()
})

test('an upload that is dropped while it becomes a file becomes none', async () => {
  const id = await begin()
  await send(id, 0, 2 * PART_BYTES)
  const parts = await database().uploadPart.findMany({ where: { uploadId: id } })
  const attempt = interleaveWith(
    (tx) => deletePartialFiles(tx, [id]),
    () => send(id, 2 * PART_BYTES),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await portrait()).toEqual([])
  await removeBlobs(parts.map(({ id: part }) => part)) // as the person's request does after the commit
  await expectGone(id)
})

test('bytes beyond the announced size are ignored', async () => {
  const id = await begin()
  const source = Readable.from(pieces(Buffer.concat([bytes, randomBytes(10)])))
  const { received, accepted } = await sendFrom(id, 0, source)
  expect(received).toBe(bytes.length)
  expect(accepted).toMatchObject({ size: bytes.length })
})

test('every byte that arrived before a cut is stored', async () => {
  const id = await begin()
  const cut = 2 * PART_BYTES + 12_345
  await expect(sendFrom(id, 0, cutAt(0, cut))).rejects.toThrow('cut')
  expect(await receivedOf(id)).toBe(cut)
  await expect(sendFrom(id, cut, cutAt(cut, cut))).rejects.toThrow('cut')
  const { accepted } = await send(id, cut)
  const file = await database().storedFile.findUniqueOrThrow({ where: { id: accepted?.fileId ?? '' } })
  expect(Buffer.from(file.sha256)).toEqual(createHash('sha256').update(bytes).digest())
})

test('a cut after the last byte changes nothing', async () => {
  const id = await begin()
  const { accepted } = await sendFrom(id, 0, cutAt(0, bytes.length))
  expect(await portrait()).toMatchObject([{ fileId: accepted?.fileId }])
  expect(await receivedOf(id)).toBe(bytes.length)
})

test('bytes that are in the slot already, sent by an upload, are that file and no other', async () => {
  const id = await begin()
  await send(id, 0, 3 * PART_BYTES)
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const before = await uploadReady(applicant, { ...slot, fileName: '正面.png', source: Readable.from([bytes]) })
  const { accepted } = await send(id, 3 * PART_BYTES)
  expect(accepted?.fileId).toBe(before.fileId)
  expect(await portrait()).toHaveLength(1)
  await expectNoOrphans()
})

test('bytes at another offset, or too many of them, are refused', async () => {
  const id = await begin()
  await send(id, 0, 1000)
  for (const offset of [0, 999, 1001, 2000]) {
    await expect(send(id, offset, 3000)).rejects.toMatchObject({ code: 'CONFLICT' })
  }
  await expect(send(id, bytes.length - 5)).rejects.toMatchObject({ code: 'CONFLICT' }) // the end of the file without all that is before it
  expect(await receivedOf(id)).toBe(1000)
  const small = await begin({ size: 500 })
  const long = sendFrom(small, 0, Readable.from([bytes.subarray(0, 400), bytes]))
  await expect(long).rejects.toMatchObject({ code: 'FILE_BROKEN' }) // only the announced bytes are read
  expect(await receivedOf(small)).toBe(500)
  expect(await portrait()).toEqual([])
})

test('of two concurrent writers the later one is refused and leaves nothing', async () => {
  const id = await begin()
  const attempt = interleaveWith(
    (tx) => tx.upload.update({ where: { id }, data: { received: 7 } }),
    () => send(id, 0, 1000),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await database().uploadPart.count({ where: { uploadId: id } })).toBe(0)
  await expectNoOrphans()
})

test('a refused file is deleted', async () => {
  const id = await begin({ size: 2000 })
  const source = () => Readable.from([Buffer.alloc(1000, 'not a picture ')])
  await sendFrom(id, 0, source())
  const last = sendFrom(id, 1000, source())
  await expect(last).rejects.toMatchObject({ code: 'FILE_WRONG_KIND' })
  await expectGone(id)
})

test('an upload that meets a full store keeps what arrived, and continues when there is room again', async () => {
  const id = await begin()
  await send(id, 0, 3 * PART_BYTES)
  const full = vi.spyOn(blobStore(), 'put').mockRejectedValue(new StoreFullError(new Error('ENOSPC')))
  await expect(send(id, 3 * PART_BYTES, 3 * PART_BYTES + 1)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  await expect(send(id, 3 * PART_BYTES)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  full.mockRestore()
  expect(await receivedOf(id)).toBe(3 * PART_BYTES)
  expect((await send(id, 3 * PART_BYTES)).accepted).not.toBeNull()
  await expectNoOrphans()
})

test('an upload has so many short parts; then a whole one, or the last, continues it, and nothing of it is lost', async () => {
  const id = await begin()
  await send(id, 0, 5)
  const others = Array.from({ length: MOST_SHORT_PARTS - 2 }, (_, at) => ({
    ...{ id: newId(), uploadId: id, position: bytes.length + at, size: 1 },
  }))
  await database().uploadPart.createMany({ data: others })
  await send(id, 5, 6)
  const stored = await blobs()
  await expect(send(id, 6, 7)).rejects.toMatchObject({ code: 'UPLOAD_IN_TOO_MANY_PARTS' })
  await expect(sendFrom(id, 6, cutAt(6, 7))).rejects.toThrow('cut')
  expect(await receivedOf(id)).toBe(6)
  expect(await blobs()).toEqual(stored)
  expect(await database().uploadPart.count({ where: { uploadId: id } })).toBe(MOST_SHORT_PARTS)

  expect(await send(id, 6, PART_BYTES + 6)).toEqual({ received: PART_BYTES + 6, accepted: null })
  await expect(send(id, PART_BYTES + 6, 2 * PART_BYTES + 7)).rejects.toMatchObject({ code: 'UPLOAD_IN_TOO_MANY_PARTS' })
  expect(await receivedOf(id)).toBe(2 * PART_BYTES + 6) // the whole part of it is stored
  await database().uploadPart.deleteMany({ where: { id: { in: others.map((part) => part.id) } } })
  expect((await send(id, 2 * PART_BYTES + 6)).accepted).toMatchObject({ mediaType: 'image/png' })
  await expectNoOrphans()
})

test('an upload with a part that the store lost starts again', async () => {
  const id = await begin()
  await send(id, 0, 3 * PART_BYTES)
  const part = await database().uploadPart.findFirstOrThrow({ where: { uploadId: id, position: PART_BYTES } })
  await blobStore().remove(part.id)
  await expect(send(id, 3 * PART_BYTES)).rejects.toMatchObject({ code: 'UPLOAD_CUT_OFF' })
  expect(await portrait()).toEqual([])
  await expectGone(id)
})

test('while the store can’t be read, the parts stay and become the file later', async () => {
  const id = await begin()
  await send(id, 0, 3 * PART_BYTES)
  const open = vi.spyOn(blobStore(), 'open').mockRejectedValue(new StoreUnavailableError({ code: 'ECONNREFUSED' }))
  await expect(send(id, 3 * PART_BYTES)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  open.mockRestore()
  expect((await send(id, 3 * PART_BYTES)).accepted).toMatchObject({ mediaType: 'image/png' })
})

test('an upload that can’t be accepted is refused before a byte is sent', async () => {
  await expect(begin({ size: 0 })).rejects.toMatchObject({ code: 'FILE_EMPTY' })
  await expect(begin({ size: 10 * 1024 * 1024 + 1 })).rejects.toMatchObject({
    code: 'FILE_TOO_BIG',
    params: { megabytes: 10 },
  })
  const letter = { kind: 'COMMITMENT_LETTER', size: 20 * 1024 * 1024 } as const
  await expect(begin({ ...letter, size: letter.size + 1 })).rejects.toMatchObject({ params: { megabytes: 20 } })
  await dropUpload(applicant, await begin(letter)) // it may be a PDF
  await expect(begin({ kind: 'LICENCE' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(begin({}, await aRegisteredApplicant())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await database().upload.count({ where: { qualificationId } })).toBe(0)
})

test('only the person who started an upload continues it, while they may write to the draft', async () => {
  const id = await begin()
  const { actor: member } = await aMemberOf(applicant.accountId)
  for (const other of [member, await aRegisteredApplicant()]) {
    await expect(findUpload(other, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(send(id, 0, 100, other)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(dropUpload(other, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  await database().membership.deleteMany({ where: { userId: applicant.id } })
  await expect(send(id, 0, 100)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await database().upload.findUnique({ where: { id } })).toMatchObject({ received: 0 })
})

test('no upload continues after the submission', async () => {
  const ready = await aReadyDraft({ applicant })
  const id = await begin({ qualificationId: ready.id })
  await submitQualification(applicant, await asShown(applicant, ready.id))
  await expect(send(id, 0)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await expect(findUpload(applicant, id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('a qualification that was submitted while the last bytes arrived accepts no file', async () => {
  const ready = await aReadyDraft({ applicant })
  const id = await begin({ qualificationId: ready.id, kind: 'SUPPORTING' })
  const found = await findUpload(applicant, id)
  await submitQualification(applicant, await asShown(applicant, ready.id))
  const { documents } = await submissionOf(ready.id)
  const late = continueUpload(applicant, found, { offset: 0, source: Readable.from(pieces(bytes)) })
  await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await submissionOf(ready.id)).documents).toEqual(documents)
})

test('a dropped upload is deleted; of too many the oldest is dropped', async () => {
  const id = await begin()
  await send(id, 0, 2 * PART_BYTES)
  await dropUpload(applicant, id)
  await expectGone(id)

  const ids: string[] = []
  for (let count = 0; count < 11; count += 1) {
    ids.push(await begin())
    if (count === 0) await send(ids[0] ?? '', 0, 100)
  }
  await expectGone(ids[0] ?? '')
  for (const kept of ids.slice(1)) expect(await receivedOf(kept)).toBe(0)
})

test('an upload is not found after a day and is then collected; one that still continues stays', async () => {
  const [old, whole, recent] = [await begin(), await begin(), await begin()]
  await send(old, 0, 2 * PART_BYTES)
  await send(whole, 0)
  await send(recent, 0, 100)
  await database().upload.updateMany({
    where: { id: { in: [old, whole] } },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  })
  await expect(findUpload(applicant, old)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await collectPartialFiles()
  await expectGone(old)
  await expectGone(whole)
  expect(await receivedOf(recent)).toBe(100)
  expect(await portrait()).toHaveLength(1)
})
