import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/auth/actor'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { collectPartialFiles, PART_BYTES } from '@/lib/documents/partial-file'
import { decoderPool } from '@/lib/imaging/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { blobStore } from '@/lib/storage/blob-store'
import { StoreFullError, StoreUnavailableError } from '@/lib/storage/store-port'
import { eventsAbout } from '@/tests/factories/audit'
import { aMemberOf } from '@/tests/factories/people'
import { aDraft, aReadyDraft, aRegisteredApplicant, submissionOf } from '@/tests/factories/qualifications'
import { interleaveWith } from '@/tests/setup/interleave'
import { beginUpload } from './begin-upload'
import { continueUpload } from './continue-upload'
import { dropUpload } from './drop-upload'
import { findUpload } from './find-upload'
import { readDraft } from './read-draft'
import { submitQualification } from './submit-qualification'
import { takeInDocument } from './take-in-document'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })
beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

/** Of more than three parts. */
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

type Announced = Partial<Parameters<typeof beginUpload>[1]>

async function begin(announced: Announced = {}, actor: PersonActor = applicant): Promise<string> {
  const id = newId()
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  await beginUpload(actor, { ...slot, fileName: '正面.png', size: bytes.length, id, ...announced })
  return id
}

/** As a connection brings it. */
const pieces = (of: Buffer, length = 64 * 1024) =>
  Array.from({ length: Math.ceil(of.length / length) }, (_, at) => of.subarray(at * length, (at + 1) * length))
const send = (id: string, offset: number, to = bytes.length, actor: PersonActor = applicant) =>
  continueUpload(actor, { id, offset, source: Readable.from(pieces(bytes.subarray(offset, to))) })

/** A connection that breaks off. */
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
  const ids: string[] = []
  for await (const { id } of blobStore().list()) ids.push(id)
  return ids.toSorted()
}

/** No blob without its row, no row without its blob, no key that nothing is under. */
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

/** Nothing of it is there any more. */
async function expectGone(id: string) {
  expect(await database().upload.count({ where: { id } })).toBe(0)
  expect(await database().uploadPart.count({ where: { uploadId: id } })).toBe(0)
  await expectNoOrphans()
}

test('comes in several requests, and is the very file, under a key of its own', async () => {
  const id = await begin()
  expect(await send(id, 0, PART_BYTES)).toEqual({ received: PART_BYTES, taken: null })
  expect(await send(id, PART_BYTES, PART_BYTES + 5)).toEqual({ received: PART_BYTES + 5, taken: null })
  const parts = await database().uploadPart.findMany({ where: { uploadId: id }, orderBy: { position: 'asc' } })
  expect(parts.map(({ position, size }) => [position, size])).toEqual([
    [0, PART_BYTES],
    [PART_BYTES, 5],
  ])
  const stored = await buffer(await blobStore().open(parts[0]?.id ?? ''))
  for (const at of [0, 5_000, 500_000]) expect(stored.includes(bytes.subarray(at, at + 32))).toBe(false)

  const { received, taken } = await send(id, PART_BYTES + 5)
  expect(received).toBe(bytes.length)
  expect(await portrait()).toMatchObject([{ fileId: taken?.fileId, name: '正面.png' }])
  const file = await database().storedFile.findUniqueOrThrow({ where: { id: taken?.fileId ?? '' } })
  expect(Buffer.from(file.sha256)).toEqual(createHash('sha256').update(bytes).digest())
  expect((await eventsAbout(qualificationId)).at(-1)).toMatchObject({ action: 'document.taken_in' })

  const { dataKeyId, nameSealed, takenAt } = await database().upload.findUniqueOrThrow({ where: { id } })
  expect([dataKeyId, nameSealed, takenAt]).toEqual([null, null, expect.any(Date)])
  expect(await receivedOf(id)).toBe(bytes.length)
  await expect(send(id, bytes.length)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expectNoOrphans()
})

test('of more than was announced, what was is the file', async () => {
  const id = await begin()
  const source = Readable.from(pieces(Buffer.concat([bytes, randomBytes(10)])))
  const { received, taken } = await continueUpload(applicant, { id, offset: 0, source })
  expect(received).toBe(bytes.length)
  expect(taken).toMatchObject({ size: bytes.length })
})

test('what arrived before a cut is kept, to the byte', async () => {
  const id = await begin()
  const cut = 2 * PART_BYTES + 12_345
  await expect(continueUpload(applicant, { id, offset: 0, source: cutAt(0, cut) })).rejects.toThrow('cut')
  expect(await receivedOf(id)).toBe(cut)
  await expect(continueUpload(applicant, { id, offset: cut, source: cutAt(cut, cut) })).rejects.toThrow('cut')
  const { taken } = await send(id, cut)
  const file = await database().storedFile.findUniqueOrThrow({ where: { id: taken?.fileId ?? '' } })
  expect(Buffer.from(file.sha256)).toEqual(createHash('sha256').update(bytes).digest())
})

test('a cut after the last byte changes nothing', async () => {
  const id = await begin()
  const { taken } = await continueUpload(applicant, { id, offset: 0, source: cutAt(0, bytes.length) })
  expect(await portrait()).toMatchObject([{ fileId: taken?.fileId }])
  expect(await receivedOf(id)).toBe(bytes.length)
})

test('who was killed between taking it in and saying so takes it in once', async () => {
  const id = await begin()
  await send(id, 0, 3 * PART_BYTES)
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const before = await takeInDocument(applicant, { ...slot, fileName: '正面.png', source: Readable.from([bytes]) })
  const { taken } = await send(id, 3 * PART_BYTES)
  expect(taken?.fileId).toBe(before.fileId)
  expect(await portrait()).toHaveLength(1)
  await expectNoOrphans()
})

test('bytes that begin elsewhere, or are too many, are not taken', async () => {
  const id = await begin()
  await send(id, 0, 1000)
  for (const offset of [0, 999, 1001, 2000]) {
    await expect(send(id, offset, 3000)).rejects.toMatchObject({ code: 'CONFLICT' })
  }
  await expect(send(id, bytes.length - 5)).rejects.toMatchObject({ code: 'CONFLICT' }) // its end, and not all before it
  expect(await receivedOf(id)).toBe(1000)
  const small = await begin({ size: 500 })
  const long = continueUpload(applicant, {
    id: small,
    offset: 0,
    source: Readable.from([bytes.subarray(0, 400), bytes]),
  })
  await expect(long).rejects.toMatchObject({ code: 'FILE_BROKEN' }) // what was announced, and no byte more
  await expectGone(small)
})

test('who writes at once with another loses, and leaves nothing', async () => {
  const id = await begin()
  const attempt = interleaveWith(
    (tx) => tx.upload.update({ where: { id }, data: { received: 7 } }),
    () => send(id, 0, 1000),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await database().uploadPart.count({ where: { uploadId: id } })).toBe(0)
  await expectNoOrphans()
})

test('a file that is refused is gone', async () => {
  const id = await begin({ size: 2000 })
  const source = () => Readable.from([Buffer.alloc(1000, 'not a picture ')])
  await continueUpload(applicant, { id, offset: 0, source: source() })
  const last = continueUpload(applicant, { id, offset: 1000, source: source() })
  await expect(last).rejects.toMatchObject({ code: 'FILE_WRONG_KIND' })
  await expectGone(id)
})

test('what has no room is kept as far as it came, and goes on when there is room again', async () => {
  const id = await begin()
  await send(id, 0, 3 * PART_BYTES)
  const full = vi.spyOn(blobStore(), 'put').mockRejectedValue(new StoreFullError(new Error('ENOSPC')))
  await expect(send(id, 3 * PART_BYTES, 3 * PART_BYTES + 1)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  await expect(send(id, 3 * PART_BYTES)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  full.mockRestore()
  expect(await receivedOf(id)).toBe(3 * PART_BYTES)
  expect((await send(id, 3 * PART_BYTES)).taken).not.toBeNull()
  await expectNoOrphans()
})

test('of what was lost in the store nothing is made up: the file begins anew', async () => {
  const id = await begin()
  await send(id, 0, 3 * PART_BYTES)
  const part = await database().uploadPart.findFirstOrThrow({ where: { uploadId: id, position: PART_BYTES } })
  await blobStore().remove(part.id)
  await expect(send(id, 3 * PART_BYTES)).rejects.toMatchObject({ code: 'UPLOAD_CUT_OFF' })
  expect(await portrait()).toEqual([])
  await expectGone(id)
})

test('while the store can’t be read, what came stays, and becomes the file later', async () => {
  const id = await begin()
  await send(id, 0, 3 * PART_BYTES)
  const open = vi.spyOn(blobStore(), 'open').mockRejectedValue(new StoreUnavailableError({ code: 'ECONNREFUSED' }))
  await expect(send(id, 3 * PART_BYTES)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  open.mockRestore()
  expect((await send(id, 3 * PART_BYTES)).taken).toMatchObject({ mediaType: 'image/png' })
})

test('what can be known is refused before a byte is sent', async () => {
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

test('it is for whoever began it, while they may write there', async () => {
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

test('after it was handed in, nothing more comes', async () => {
  const ready = await aReadyDraft({ applicant })
  const id = await begin({ qualificationId: ready.id })
  const { draftVersion } = await submissionOf(ready.id)
  await submitQualification(applicant, { qualificationId: ready.id, revision: 1, draftVersion })
  await expect(send(id, 0)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await expect(findUpload(applicant, id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('given up, it is gone; of many the oldest are', async () => {
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

test('after a day it is not to be had, and then collected; what still goes on is not', async () => {
  const [old, whole, recent] = [await begin(), await begin(), await begin()]
  await send(old, 0, 2 * PART_BYTES)
  await send(whole, 0)
  await send(recent, 0, 100)
  await database().upload.updateMany({
    where: { id: { in: [old, whole] } },
    data: { expiresAt: new Date(Date.now() - 1) },
  })
  await expect(findUpload(applicant, old)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await collectPartialFiles()
  await expectGone(old)
  await expectGone(whole)
  expect(await receivedOf(recent)).toBe(100)
  expect(await portrait()).toHaveLength(1)
})
