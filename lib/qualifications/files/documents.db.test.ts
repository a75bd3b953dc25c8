import { createHash } from 'node:crypto'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import * as client from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { erasuresFinished } from '@/lib/documents/erase-later'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { enlarged, hasRealFiles, plain, realFile } from '@/lib/imaging/testing/sample-images'
import { pdfOf } from '@/lib/imaging/testing/sample-pdfs'
import { blobStore } from '@/lib/storage/blob-store'
import { eventsAbout } from '@/tests/factories/audit'
import { aDraft, aReadyDraft, aRegisteredApplicant, asShown, submissionOf } from '@/tests/factories/qualifications'
import { aClaimedQualification, someStaff } from '@/tests/factories/review'
import { uploadReady } from '@/tests/factories/uploads'
import { interleave, interleaveWith, someoneWaitsForALock } from '@/tests/setup/interleave'
import { readDraft } from '../draft/read-draft'
import { submitQualification } from '../draft/submit-qualification'
import { examineAll } from './examination/examine-next'
import { moveDocumentPage } from './move-document-page'
import { openFile } from './open-file'
import { removeDocumentPage } from './remove-document-page'

const { database } = client
beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

let shade = 0
/** Returns a new picture each time. */
const picture = () => {
  shade += 1
  return sharp({
    create: { width: 800, height: 640, channels: 3, background: { r: (shade * 8) % 256, g: 90, b: 120 } },
  })
    .jpeg()
    .toBuffer()
}
const upload = (
  actor: PersonActor,
  qualificationId: string,
  bytes: Buffer | Readable,
  slot: Partial<{ kind: DocumentKind; senderSignatureId: string; fileName: string }> = {},
) =>
  uploadReady(actor, {
    qualificationId,
    kind: slot.kind ?? 'ID_PORTRAIT',
    senderSignatureId: slot.senderSignatureId ?? null,
    fileName: slot.fileName ?? '正面.jpg',
    source: Buffer.isBuffer(bytes) ? Readable.from([bytes]) : bytes,
  })
const pagesOf = async (actor: PersonActor, id: string, kind: DocumentKind) =>
  (await readDraft(actor, id))?.slots.find(({ slot }) => slot.kind === kind)?.pages ?? []

async function blobs(): Promise<string[]> {
  await erasuresFinished()
  const ids: string[] = []
  for await (const { id } of blobStore().list()) ids.push(id)
  return ids.toSorted()
}

/** Expects that each blob has a row and each row a blob. */
async function expectNoOrphans() {
  const rows = await database().storedBlob.findMany({ select: { id: true } })
  expect(await blobs()).toEqual(rows.map(({ id }) => id).toSorted())
}

test('accepts a picture: encrypted original, rendition and thumbnail, a sealed name, an event', async () => {
  const { applicant, id } = await aDraft()
  const bytes = await picture()
  const taken = await upload(applicant, id, bytes, { fileName: 'a\u202Egpj.exe' })

  expect(taken).toMatchObject({ mediaType: 'image/jpeg', width: 800, height: 640, size: bytes.length })
  expect(await pagesOf(applicant, id, 'ID_PORTRAIT')).toMatchObject([{ fileId: taken.fileId, name: 'agpj.exe' }])
  const file = await database().storedFile.findUniqueOrThrow({ where: { id: taken.fileId }, include: { blobs: true } })
  expect(file.blobs.map(({ variant }) => variant).toSorted()).toEqual(['ORIGINAL', 'RENDITION', 'THUMBNAIL'])
  for (const blob of file.blobs) {
    const stored = await buffer(await blobStore().open(blob.id))
    expect(stored.includes(bytes.subarray(0, 64))).toBe(false)
    expect(stored.includes('JFIF')).toBe(false)
  }
  const [received, ready] = (await eventsAbout(id)).slice(-2)
  expect(ready).toMatchObject({ action: 'document.ready', actorKind: 'SYSTEM', data: { fileId: taken.fileId } })
  expect(received).toMatchObject({
    action: 'document.taken_in',
    data: {
      kind: 'ID_PORTRAIT',
      fileId: taken.fileId,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    },
  })
  await expectNoOrphans()
})

test('accepts a PDF where the rules allow it: each of its pages and its hash are shown', async () => {
  const { applicant, id } = await aDraft()
  const bytes = pdfOf({ pages: 3 })
  const taken = await upload(applicant, id, bytes, { kind: 'COMMITMENT_LETTER', fileName: '承诺函.pdf' })
  expect(taken).toMatchObject({ mediaType: 'application/pdf', width: 1_696, height: 2_400 })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(await pagesOf(applicant, id, 'COMMITMENT_LETTER')).toMatchObject([
    { name: '承诺函.pdf', pageCount: 3, sha256 },
  ])
  const look = (page: number) => openFile(applicant, { fileId: taken.fileId, variant: 'RENDITION', page })
  for (const page of [0, 1, 2]) {
    expect((await buffer((await look(page)).stream)).subarray(0, 2).toString('hex')).toBe('ffd8')
  }
  await expect(look(3)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expectNoOrphans()
})

test('refuses a PDF where the rules require a photograph', async () => {
  const { applicant, id } = await aDraft()
  await expect(upload(applicant, id, pdfOf())).rejects.toMatchObject({
    code: 'FILE_WRONG_KIND',
    params: { formats: 'JPEG / PNG / WebP / HEIC', found: 'PDF' },
  })
  await expectNoOrphans()
})

test('a new file in a slot for one replaces the old one and deletes it', async () => {
  const { applicant, id } = await aDraft()
  const old = await upload(applicant, id, await picture())
  const next = await upload(applicant, id, await picture())
  expect(await pagesOf(applicant, id, 'ID_PORTRAIT')).toMatchObject([{ fileId: next.fileId }])
  expect(await database().storedFile.count({ where: { id: old.fileId } })).toBe(0)
  expect((await eventsAbout(id)).map(({ action }) => action)).toContain('document.removed')
  await expectNoOrphans()
})

test('pages are appended, moved and removed; one too many is refused before any byte is read', async () => {
  const { applicant, id } = await aDraft()
  const kind = 'COMMITMENT_LETTER'
  const fileIds: string[] = []
  for (let page = 0; page < 5; page += 1) fileIds.push((await upload(applicant, id, await picture(), { kind })).fileId)
  const order = async () => (await pagesOf(applicant, id, kind)).map(({ fileId }) => fileIds.indexOf(fileId))
  const source = Readable.from([await picture()])
  await expect(upload(applicant, id, source, { kind })).rejects.toMatchObject({ code: 'SLOT_FULL', params: { max: 5 } })
  expect([source.readableDidRead, source.destroyed]).toEqual([false, true])

  const [first = '', second = ''] = fileIds
  await moveDocumentPage(applicant, { qualificationId: id, fileId: first, direction: 'DOWN' })
  await moveDocumentPage(applicant, { qualificationId: id, fileId: second, direction: 'UP' })
  expect(await order()).toEqual([1, 0, 2, 3, 4])
  await removeDocumentPage(applicant, { qualificationId: id, fileId: first })
  expect(await order()).toEqual([1, 2, 3, 4])
  await upload(applicant, id, await picture(), { kind })
  expect(await pagesOf(applicant, id, kind)).toHaveLength(5)
  for (const { fileId } of await pagesOf(applicant, id, kind))
    await removeDocumentPage(applicant, { qualificationId: id, fileId })
  expect((await submissionOf(id)).documents).toEqual([])
  await expectNoOrphans()
})

test('the same bytes again, as after a lost response, are the existing file', async () => {
  const { applicant, id } = await aDraft()
  const bytes = await picture()
  const [one, other] = await Promise.all([0, 1].map(() => upload(applicant, id, bytes, { kind: 'COMMITMENT_LETTER' })))
  expect(one).toEqual(other)
  expect(await pagesOf(applicant, id, 'COMMITMENT_LETTER')).toHaveLength(1)
  await expectNoOrphans()
})

test('what its sender puts into its slot again is read again, unless that was a moment ago', async () => {
  const { applicant, id } = await aDraft()
  const bytes = await picture()
  const { fileId } = await upload(applicant, id, bytes)
  const stateAfter = async (readAt: Date | null) => {
    await database().reading.deleteMany({ where: { fileId } })
    const content = readAt && { state: 'READ' as const, contentSealed: Buffer.from('sealed'), readAt }
    await database().reading.create({ data: { fileId, attempts: 3, ...(content ?? { state: 'FAILED' }) } })
    expect((await upload(applicant, id, bytes)).fileId).toBe(fileId)
    return database().reading.findUniqueOrThrow({ where: { fileId } })
  }
  const fresh = { state: 'WAITING', contentSealed: null, readAt: null, attempts: 0 }
  expect(await stateAfter(null)).toMatchObject(fresh)
  expect(await stateAfter(new Date(Date.now() - 3_600_000))).toMatchObject(fresh)
  expect(await stateAfter(new Date())).toMatchObject({ state: 'READ' })
})

test('a commit that happens after its response was lost keeps its blobs', async () => {
  const { applicant, id } = await aDraft()
  const { transaction } = client
  let settled: Promise<unknown> = Promise.resolve()
  const losing = vi.spyOn(client, 'transaction').mockImplementationOnce((work) => {
    return new Promise((_, reject) => {
      settled = transaction(async (tx) => {
        await work(tx)
        reject(new Error('connection lost'))
        await vi.waitUntil(someoneWaitsForALock, { timeout: 2_000 }).catch(() => {})
      })
    })
  })
  await expect(upload(applicant, id, await picture())).rejects.toThrow('connection lost')
  losing.mockRestore()
  await settled
  await examineAll()
  expect(await pagesOf(applicant, id, 'ID_PORTRAIT')).toHaveLength(1)
  await expectNoOrphans()
})

test('concurrent uploads into one slot succeed up to its limit', async () => {
  const { applicant, id } = await aDraft()
  const pictures = await Promise.all(Array.from({ length: 8 }, picture))
  const uploads = pictures.map((bytes) => upload(applicant, id, bytes, { kind: 'SUPPORTING' }))
  const results = await Promise.allSettled(uploads)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  for (const result of results)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'SLOT_FULL' })
  expect(await pagesOf(applicant, id, 'SUPPORTING')).toHaveLength(5)
  await expectNoOrphans()
})

describe('a refused upload leaves nothing behind', () => {
  const cutOff = (error?: Error) => {
    const stream = new PassThrough()
    stream.write(Buffer.alloc(200_000, 1))
    setTimeout(() => stream.destroy(error), 20)
    return stream
  }
  async function* endless() {
    for (;;) yield Buffer.alloc(1024 * 1024)
  }
  test.each([
    ['no bytes', () => Buffer.alloc(0), 'FILE_EMPTY'],
    ['more bytes than the slot accepts', () => Readable.from(endless()), 'FILE_TOO_BIG'],
    ['a connection that closes early', () => cutOff(), 'UPLOAD_CUT_OFF'],
    [
      'a connection that failed before it was read',
      () => new PassThrough().destroy(new Error('reset')),
      'UPLOAD_CUT_OFF',
    ],
    ['a connection that closed before it was read', () => new PassThrough().destroy(), 'UPLOAD_CUT_OFF'],
    ['a connection that fails', () => cutOff(new Error('reset')), 'UPLOAD_CUT_OFF'],
    ['a small picture', () => plain(599, 900).png().toBuffer(), 'FILE_LOW_RESOLUTION'],
    ['text', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'FILE_WRONG_KIND'],
    ['half a picture', async () => (await plain(2_000, 2_000).png().toBuffer()).subarray(0, 400), 'FILE_BROKEN'],
  ])('%s', async (_, made, code) => {
    const { applicant, id } = await aDraft()
    const before = await blobs()
    await expect(upload(applicant, id, await made())).rejects.toMatchObject({ code })
    expect(await blobs()).toEqual(before)
    const [, ...events] = (await eventsAbout(id)).map(({ action }) => action)
    expect(events.filter((action) => action !== 'document.taken_in' && action !== 'document.refused')).toEqual([])
    expect((await submissionOf(id)).documents).toEqual([])
  })

  test('into a slot that these answers do not require', async () => {
    const { applicant, id } = await aDraft()
    for (const kind of ['LICENCE', 'SIGNATURE_EVIDENCE'] as const) {
      await expect(upload(applicant, id, await picture(), { kind })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    }
    const { signature } = await aReadyDraft({ source: 'TRADEMARK' })
    const foreign = { kind: 'SIGNATURE_EVIDENCE' as const, senderSignatureId: signature.id }
    await expect(upload(applicant, id, await picture(), foreign)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('from anyone but the members of its account, or after the submission', async () => {
    const { id } = await aDraft()
    for (const stranger of [await aRegisteredApplicant(), await someStaff()]) {
      await expect(upload(stranger, id, await picture())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    const { applicant, reviewer, qualification } = await aClaimedQualification()
    await expect(upload(applicant, qualification.id, await picture())).rejects.toMatchObject({ code: 'INVALID_STATE' })
    await expect(upload(reviewer, qualification.id, await picture())).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expectNoOrphans().catch(() => {}) // factories make rows without blobs
  })

  test('when it is submitted while the bytes arrive', async () => {
    const { applicant, id } = await aReadyDraft()
    const before = await blobs()
    const bytes = await picture()
    const attempt = () => upload(applicant, id, bytes, { kind: 'SUPPORTING' })
    await expect(interleave(id, { status: 'SUBMITTED' }, attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await blobs()).toEqual(before)
  })

  test('when its sender stops being a member while the bytes arrive', async () => {
    const { applicant, id } = await aDraft()
    const before = await blobs()
    const bytes = await picture()
    const attempt = interleaveWith(
      async (tx) => {
        await tx.qualification.update({ where: { id }, data: { status: 'DRAFT' } })
        await tx.membership.deleteMany({ where: { userId: applicant.id } })
      },
      () => upload(applicant, id, bytes),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await blobs()).toEqual(before)
    expect((await submissionOf(id)).documents).toEqual([])
  })
})

test('pages can’t be removed or moved by strangers, twice, or after the submission', async () => {
  const { applicant, id } = await aReadyDraft()
  const [page] = await pagesOf(applicant, id, 'ID_PORTRAIT')
  const input = { qualificationId: id, fileId: page?.fileId ?? '' }
  const stranger = await aRegisteredApplicant()
  await expect(removeDocumentPage(stranger, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(moveDocumentPage(stranger, { ...input, direction: 'UP' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const remove = () => removeDocumentPage(applicant, input)
  await expect(interleave(id, { revision: 2 }, remove)).rejects.toMatchObject({ code: 'CONFLICT' })
  await database().qualification.update({ where: { id }, data: { revision: 1 } })
  await remove()
  await expect(remove()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(moveDocumentPage(applicant, { ...input, direction: 'UP' })).rejects.toMatchObject({ code: 'NOT_FOUND' })

  const ready = await aReadyDraft()
  const [held] = await pagesOf(ready.applicant, ready.id, 'ID_PORTRAIT')
  await submitQualification(ready.applicant, await asShown(ready.applicant, ready.id))
  const late = { qualificationId: ready.id, fileId: held?.fileId ?? '' }
  await expect(removeDocumentPage(ready.applicant, late)).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

describe.skipIf(!hasRealFiles)('real files (../shared/data)', () => {
  test.each([
    ['jpeg-cmyk.jpg', 'image/jpeg'],
    ['jpeg-exif-orientation-6.jpg', 'image/jpeg'],
    ['jpeg-gps-1.jpg', 'image/jpeg'],
    ['png-photo.png', 'image/png'],
    ['webp-photo.webp', 'image/webp'],
  ])('%s is accepted and shown', async (name, mediaType) => {
    const { applicant, id } = await aDraft()
    const bytes = await enlarged(realFile(`good-files/${name}`))
    const taken = await upload(applicant, id, bytes)
    expect(taken).toMatchObject({ mediaType, size: bytes.length })
    const shown = await buffer(
      (await openFile(applicant, { fileId: taken.fileId, variant: 'RENDITION', page: 0 })).stream,
    )
    const { width, height, exif } = await sharp(shown).metadata()
    expect(Math.sign(width - height)).toBe(Math.sign(taken.width - taken.height))
    expect(exif).toBeUndefined()
  })

  test.each([
    ['jpeg-corrupt-header.jpg'],
    ['png-smallest-invalid.png'],
    ['webp-panic.webp'],
    ['svg-plain.svg'],
    ['pdf-evaljs.pdf'],
    ['bmp-really-big.bmp'],
    ['png-65536-uint32-limit.png'],
  ])('%s is refused', async (name) => {
    const { applicant, id } = await aDraft()
    const before = await blobs()
    const attempt = upload(applicant, id, realFile(`hostile-files/${name}`))
    await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/^FILE_/) })
    expect(await blobs()).toEqual(before)
  })
})
