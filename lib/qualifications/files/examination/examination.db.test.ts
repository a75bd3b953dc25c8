import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import * as drawing from '@/lib/documents/draw-pages'
import { erasuresFinished } from '@/lib/documents/erase-later'
import { areFilesWaiting } from '@/lib/documents/examination/backlog'
import { claimFile, extendLease, releaseFile } from '@/lib/documents/examination/claim-file'
import { type FileEvent, fileEvents } from '@/lib/documents/examination/file-events'
import { listenToFiles } from '@/lib/documents/examination/listen-to-files'
import { findPage } from '@/lib/documents/read-file'
import { findOriginal } from '@/lib/documents/read-original'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { StartRefusedError } from '@/lib/imaging/decoder/decoding-rule'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { plain } from '@/lib/imaging/testing/sample-images'
import { blobStore } from '@/lib/storage/blob-store'
import { StoreUnavailableError } from '@/lib/storage/store-port'
import { anApiKey } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { agreedToFirstTexts } from '@/tests/factories/consents'
import { aMemberOf } from '@/tests/factories/people'
import { aDraft, aReadyDraft, aRegisteredApplicant, asShown, submissionOf } from '@/tests/factories/qualifications'
import { spots } from '@/tests/factories/spots'
import { interleaveWith } from '@/tests/setup/interleave'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { readDraft } from '../../draft/read-draft'
import { saveFields } from '../../draft/save-fields'
import { saveSignatures } from '../../draft/save-signatures'
import { submitQualification } from '../../draft/submit-qualification'
import { withdrawQualification } from '../../standing/withdraw-qualification'
import { acceptDocument } from '../accept-document'
import { openFile } from '../open-file'
import { removeDocumentPage } from '../remove-document-page'
import { startUpload } from '../start-upload'
import { examineAll, examineNext } from './examine-next'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())
afterEach(async () => {
  vi.restoreAllMocks()
  while ((await database().storedFile.count({ where: { state: 'RECEIVED' } })) > 0) {
    await again()
    await examineAll()
  }
})

/** Ends the leases of all files, so that the next examination finds them. */
const again = () => database().$executeRaw`UPDATE stored_files SET leased_until = NULL WHERE state = 'RECEIVED'`

let shade = 0
const picture = () =>
  plain(800, 640 + (shade++ % 50))
    .png()
    .toBuffer()
const tiny = () =>
  plain(300, 400 + (shade++ % 50))
    .png()
    .toBuffer()

const send = async (
  actor: PersonActor,
  qualificationId: string,
  bytes: Buffer,
  slot: { kind?: DocumentKind; senderSignatureId?: string } = {},
) =>
  acceptDocument(actor, {
    qualificationId,
    kind: slot.kind ?? 'ID_PORTRAIT',
    senderSignatureId: slot.senderSignatureId ?? null,
    fileName: '正面.png',
    source: Readable.from([bytes]),
  })
const slotOf = async (actor: PersonActor, id: string, kind: DocumentKind = 'ID_PORTRAIT') => {
  const held = (await readDraft(actor, id))?.slots.find(({ slot }) => slot.kind === kind)
  if (!held) throw new Error('No such slot')
  return { pages: held.pages.map(({ fileId }) => fileId), waiting: held.waiting, refused: held.refused }
}
const fileOf = (id: string) => database().storedFile.findUniqueOrThrow({ where: { id }, include: { blobs: true } })
const submit = async (actor: PersonActor, qualificationId: string) =>
  submitQualification(actor, await asShown(actor, qualificationId))

const expectNoBlobOf = async (fileId: string) =>
  expect(await database().storedBlob.count({ where: { fileId } })).toBe(0)

async function expectNoOrphans() {
  await erasuresFinished()
  const ids: string[] = []
  for await (const { id } of blobStore().list()) ids.push(id)
  const rows = await database().storedBlob.findMany({ select: { id: true } })
  expect(ids.toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
}

describe('a received file', () => {
  test('is durable, waits in its slot, and nobody sees or uses it', async () => {
    const { applicant, id } = await aDraft()
    const bytes = await picture()
    const { fileId, state } = await send(applicant, id, bytes)
    expect(state).toBe('RECEIVED')
    expect(await slotOf(applicant, id)).toEqual({ pages: [], waiting: [{ fileId, name: '正面.png' }], refused: [] })
    expect((await fileOf(fileId)).blobs.map(({ variant }) => variant)).toEqual(['ORIGINAL'])
    const page = { fileId, variant: 'RENDITION', page: 0 } as const
    await expect(openFile(applicant, page)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(findPage(page)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(findOriginal(fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { documents } = await submissionOf(id)
    expect(documents).toEqual([])
    const document = { submissionId: (await submissionOf(id)).id, kind: 'ID_PORTRAIT' } as const
    const used = database().document.create({ data: { ...document, pages: { create: { fileId, position: 0 } } } })
    await expect(used).rejects.toThrow(/not ready/)
    await examineAll()
    expect(await buffer(await (await findOriginal(fileId)).read())).toEqual(bytes)
  })

  test('is examined once, and stays as it is', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    const { draftVersion } = await submissionOf(id)
    await examineAll()
    expect(await slotOf(applicant, id)).toEqual({ pages: [fileId], waiting: [], refused: [] })
    expect((await submissionOf(id)).draftVersion).toBe(draftVersion)
    expect(await fileOf(fileId)).toMatchObject({ state: 'READY', width: 800, pageCount: 1, attempts: 1 })
    const again = database().storedFile.update({
      where: { id: fileId },
      data: { state: 'REFUSED', refusal: 'FILE_BROKEN' },
    })
    await expect(again).rejects.toThrow(/was examined/)
    expect((await eventsAbout(id)).map(({ action }) => action).slice(-2)).toEqual([
      'document.taken_in',
      'document.ready',
    ])
    await expectNoOrphans()
  })

  test('is stored with what its picture is compared by, unless all papers of its kind look alike', async () => {
    const { applicant, id } = await aDraft()
    const portrait = await send(applicant, id, await spots(shade++))
    const emblem = await send(applicant, id, await spots(shade++), { kind: 'ID_EMBLEM' })
    const blank = await send(applicant, id, await picture(), { kind: 'ID_IN_HAND' })
    await examineAll()
    const fileIds = [portrait, emblem, blank].map(({ fileId }) => fileId)
    const stored = await database().likeness.findMany({ where: { fileId: { in: fileIds } } })
    expect(stored).toEqual([{ fileId: portrait.fileId, page: 0, kind: 'PORTRAIT_SIDE' }])
    await removeDocumentPage(applicant, { qualificationId: id, fileId: portrait.fileId })
    expect(await database().likeness.count({ where: { fileId: portrait.fileId } })).toBe(0)
  })

  test('is read by a machine only where its people agreed to a text that says so', async () => {
    const { id: createdByKeyId } = await anApiKey()
    const states = []
    for (const isByKey of [false, true]) {
      for (const isEarlier of [false, true]) {
        const { applicant, id } = await aDraft()
        if (isByKey) {
          await database().qualification.update({ where: { id }, data: { createdById: null, createdByKeyId } })
        }
        if (isEarlier) await agreedToFirstTexts({ userId: applicant.id })
        const { fileId } = await send(applicant, id, await picture())
        await examineAll()
        expect((await slotOf(applicant, id)).pages).toEqual([fileId])
        states.push([isByKey, isEarlier, await database().reading.count({ where: { fileId } })])
      }
    }
    expect(states).toEqual([
      [false, false, 1],
      [false, true, 0],
      [true, false, 1],
      [true, true, 0],
    ])
  })

  test('makes no form conflict that was opened before it was ready', async () => {
    const { applicant, id } = await aDraft()
    await send(applicant, id, await picture())
    const { seen } = (await readDraft(applicant, id)) ?? {}
    await examineAll()
    const saved = saveFields(applicant, {
      ...{ qualificationId: id, task: 'identity', seen: seen?.fields ?? '' },
      answers: { 'person.name': '王小明' },
    })
    expect(await saved).toHaveProperty('draftVersion')
  })

  test('leaves the file before it in the slot until it is ready', async () => {
    const { applicant, id } = await aDraft()
    const { fileId: first } = await send(applicant, id, await picture())
    await examineAll()
    const { fileId: second } = await send(applicant, id, await picture())
    expect(await slotOf(applicant, id)).toMatchObject({ pages: [first], waiting: [{ fileId: second }] })
    const { fileId: third } = await send(applicant, id, await picture())
    expect(await slotOf(applicant, id)).toMatchObject({ pages: [first], waiting: [{ fileId: third }] })
    await examineAll()
    expect(await slotOf(applicant, id)).toEqual({ pages: [third], waiting: [], refused: [] })
    expect(await database().storedFile.count({ where: { id: { in: [first, second] } } })).toBe(0)
    await expectNoOrphans()
  })

  test('is acknowledged before the file that it replaces is out of the store: its key is gone, and a stop waits for the rest', async () => {
    const { applicant, id } = await aDraft()
    const { fileId: first } = await send(applicant, id, await picture())
    const { dataKeyId, blobs } = await fileOf(first)
    const blobId = blobs[0]?.id ?? ''
    const store = blobStore()
    const remove = store.remove.bind(store)
    let resume = () => {}
    const held = new Promise<void>((resolve) => {
      resume = resolve
    })
    vi.spyOn(store, 'remove').mockImplementation((blob) => held.then(() => remove(blob)))
    const { fileId: second, state } = await send(applicant, id, await picture())
    expect([state, (await slotOf(applicant, id)).waiting.map(({ fileId }) => fileId)]).toEqual(['RECEIVED', [second]])
    expect(await database().dataKey.count({ where: { id: dataKeyId } })).toBe(0)
    expect(await database().tombstone.count({ where: { dataKeyId, reason: 'UNUSED' } })).toBe(1)
    expect(await store.has(blobId)).toBe(true)
    const stopped = vi.fn()
    const stop = erasuresFinished().then(stopped)
    await vi.waitUntil(async () => (await database().storedTombstone.count({ where: { dataKeyId } })) === 1, PATIENCE)
    expect(stopped).not.toHaveBeenCalled()
    resume()
    await stop
    expect(await store.has(blobId)).toBe(false)
    await examineAll()
    await expectNoOrphans()
  })

  test('has the place in its slot in which it was uploaded, and counts there', async () => {
    const { applicant, id } = await aDraft()
    const kind = 'SUPPORTING'
    const sent: string[] = []
    for (let count = 0; count < 5; count += 1) sent.push((await send(applicant, id, await picture(), { kind })).fileId)
    await expect(send(applicant, id, await picture(), { kind })).rejects.toMatchObject({ code: 'SLOT_FULL' })
    const order = [4, 0, 2, 3, 1]
    await database().$transaction(
      order.map((at, turn) =>
        database().storedFile.update({ where: { id: sent[at] ?? '' }, data: { createdAt: new Date(turn) } }),
      ),
    )
    await examineAll()
    expect((await slotOf(applicant, id, kind)).pages).toEqual(sent)
  })

  test('can be given up', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    const { actor: stranger } = await aMemberOf((await aRegisteredApplicant()).accountIds[0] ?? '')
    const input = { qualificationId: id, fileId }
    await expect(removeDocumentPage(stranger, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await removeDocumentPage(applicant, input)
    expect(await slotOf(applicant, id)).toEqual({ pages: [], waiting: [], refused: [] })
    await expect(removeDocumentPage(applicant, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await examineNext()).toBe(false)
    await expectNoOrphans()
  })

  test('is dropped with the signature that it was to prove', async () => {
    const { applicant, id, signature } = await aReadyDraft({ source: 'TRADEMARK' })
    const slot = { kind: 'SIGNATURE_EVIDENCE', senderSignatureId: signature.id } as const
    const { fileId } = await send(applicant, id, await picture(), slot)
    const seen = (await readDraft(applicant, id))?.seen.signatures ?? ''
    const drop = [`SIGNATURE_EVIDENCE ${signature.id}`]
    await saveSignatures(applicant, { qualificationId: id, seen, drop, signatures: [], samples: [] })
    await examineAll()
    expect(await database().storedFile.count({ where: { id: fileId } })).toBe(0)
    await expectNoBlobOf(fileId)
  })

  test('is dropped when its application is withdrawn, and when it is removed while it is decoded', async () => {
    for (const leave of [
      (actor: PersonActor, id: string) => withdrawQualification(actor, { qualificationId: id }),
      (actor: PersonActor, id: string, fileId: string) => removeDocumentPage(actor, { qualificationId: id, fileId }),
    ]) {
      const { applicant, id } = await aDraft()
      const { fileId } = await send(applicant, id, await picture())
      const { drawPages } = drawing
      vi.spyOn(drawing, 'drawPages').mockImplementationOnce(async (...given) => {
        const drawn = await drawPages(...given)
        await leave(applicant, id, fileId)
        return drawn
      })
      await examineAll()
      expect(await database().storedFile.count({ where: { id: fileId } })).toBe(0)
      expect((await submissionOf(id)).documents).toEqual([])
      await expectNoOrphans()
    }
  })
})

describe('a refused file', () => {
  test('is erased, says why in its slot, and counts for nothing', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await tiny())
    await examineAll()
    const [refused] = (await slotOf(applicant, id)).refused
    expect(refused).toMatchObject({ fileId, code: 'FILE_LOW_RESOLUTION', params: { shortSide: 300, required: 600 } })
    const file = await database().storedFile.findUniqueOrThrow({ where: { id: fileId }, include: { dataKey: true } })
    expect([file.nameSealed.length, file.dataKey.wrapped.length]).toEqual([0, 0])
    expect((await eventsAbout(id)).at(-1)).toMatchObject({
      action: 'document.refused',
      actorKind: 'SYSTEM',
      data: { fileId, code: 'FILE_LOW_RESOLUTION' },
    })
    await expectNoOrphans()
    expect((await readDraft(applicant, id))?.problems.some(({ place }) => place.on === 'DOCUMENT')).toBe(true)
  })

  test('leaves the file before it, and goes with the next upload or when it is dismissed', async () => {
    const { applicant, id } = await aDraft()
    const { fileId: good } = await send(applicant, id, await picture())
    await examineAll()
    const { fileId: bad } = await send(applicant, id, await tiny())
    await examineAll()
    expect(await slotOf(applicant, id)).toMatchObject({ pages: [good], refused: [{ fileId: bad }] })
    await removeDocumentPage(applicant, { qualificationId: id, fileId: bad })
    expect(await slotOf(applicant, id)).toEqual({ pages: [good], waiting: [], refused: [] })
    await send(applicant, id, await tiny())
    await examineAll()
    const { fileId: next } = await send(applicant, id, await picture())
    expect(await slotOf(applicant, id)).toMatchObject({ pages: [good], waiting: [{ fileId: next }], refused: [] })
  })
})

describe('a submission', () => {
  test('is refused at once while files are examined, and names their documents', async () => {
    const { applicant, id } = await aReadyDraft()
    await send(applicant, id, await picture(), { kind: 'SUPPORTING' })
    await expect(submit(applicant, id)).rejects.toMatchObject({
      code: 'FILES_BEING_EXAMINED',
      params: { files: 1, kinds: 'SUPPORTING' },
    })
    await examineAll()
    await submit(applicant, id)
  })

  test('goes without what was refused', async () => {
    const { applicant, id } = await aReadyDraft()
    const { fileId } = await send(applicant, id, await tiny(), { kind: 'SUPPORTING' })
    await examineAll()
    await submit(applicant, id)
    expect(await database().storedFile.count({ where: { id: fileId } })).toBe(0)
  })

  test('that happens while a file is decoded is not changed by it', async () => {
    const { applicant, id } = await aReadyDraft()
    const { fileId } = await send(applicant, id, await picture(), { kind: 'SUPPORTING' })
    const submission = { id: (await submissionOf(id)).id }
    await interleaveWith(
      (tx) => tx.qualification.update({ where: { id }, data: { status: 'SUBMITTED' } }),
      () => examineNext(),
    )
    expect(await database().documentPage.count({ where: { fileId } })).toBe(0)
    expect(await database().document.count({ where: { submissionId: submission.id, kind: 'SUPPORTING' } })).toBe(0)
  })
})

describe('turns', () => {
  test('go around: an account with one file waits for one of each other', async () => {
    const [many, few] = [await aDraft(), await aDraft()]
    for (let count = 0; count < 3; count += 1)
      await send(many.applicant, many.id, await picture(), { kind: 'SUPPORTING' })
    await send(few.applicant, few.id, await picture())
    const turns: boolean[] = []
    for (let count = 0; count < 4; count += 1) {
      const claimed = await claimFile()
      turns.push(claimed?.accountId === few.applicant.accountId)
      if (claimed) await releaseFile(claimed, { seconds: 3_600, isInnocent: true })
    }
    expect(turns).toEqual([false, true, false, false])
    await again()
  })

  test('last for a while: files of an account whose child is there go first', async () => {
    const [many, few] = [await aDraft(), await aDraft()]
    for (let count = 0; count < 2; count += 1)
      await send(many.applicant, many.id, await picture(), { kind: 'SUPPORTING' })
    await send(few.applicant, few.id, await picture())
    const inTurn = [newId(), many.applicant.accountId]
    const turns = [await claimFile(), await claimFile(inTurn), await claimFile(inTurn)]
    const [mine, theirs] = [many.applicant.accountId, few.applicant.accountId]
    expect(turns.map((claimed) => claimed?.accountId)).toEqual([mine, mine, theirs])
    await again()
  })

  test('are what the pool says, and a child decodes files of one account', async () => {
    const [one, other] = [await aDraft(), await aDraft()]
    await send(one.applicant, one.id, await picture())
    await send(other.applicant, other.id, await picture())
    const decoding = vi.spyOn(decoderPool(), 'decode')
    vi.spyOn(decoderPool(), 'ownersInTurn', 'get').mockReturnValue([other.applicant.accountId])
    while (await examineNext()); // one after another: two at once come to the pool in any order
    const accounts = [other, one].map(({ applicant }) => applicant.accountId)
    expect(decoding.mock.calls.map(([, , whose]) => whose)).toEqual(
      accounts.map((account) => ({ owner: account, sender: account })),
    )
  })

  test('several at once claim different files, and a lease that is over is claimed again', async () => {
    const { applicant, id } = await aDraft()
    for (let count = 0; count < 4; count += 1) await send(applicant, id, await picture(), { kind: 'SUPPORTING' })
    const claimed = await Promise.all(Array.from({ length: 6 }, () => claimFile()))
    expect(new Set(claimed.flatMap((one) => one?.id ?? [])).size).toBe(4)
    const first = claimed.find((one) => one !== null)
    if (!first) throw new Error('Nothing was claimed')
    await database()
      .$executeRaw`UPDATE stored_files SET leased_until = clock_timestamp() - interval '1 second' WHERE id = ${first.id}::uuid`
    expect(await claimFile()).toMatchObject({ id: first.id, attempts: 2 })
    const { leasedUntil } = await fileOf(first.id)
    await extendLease(first) // it is another's by now
    await releaseFile(first, { seconds: 0, isInnocent: false })
    expect((await fileOf(first.id)).leasedUntil).toEqual(leasedUntil)
    await again()
  })

  test('an examination says whether another file waits, and when it knows', async () => {
    const { applicant, id } = await aDraft()
    for (let count = 0; count < 2; count += 1) await send(applicant, id, await picture(), { kind: 'SUPPORTING' })
    const others: string[] = []
    const { drawPages } = drawing
    vi.spyOn(drawing, 'drawPages').mockImplementation(async (...given) => {
      others.push('drawn')
      return drawPages(...given)
    })
    expect(await examineNext(() => others.push('others'))).toBe(true)
    expect(await examineNext(() => others.push('others'))).toBe(false)
    expect(others).toEqual(['others', 'drawn', 'drawn'])
    expect((await slotOf(applicant, id, 'SUPPORTING')).pages.length).toBe(2)
    expect(await examineNext()).toBe(false)
  })

  test('a result counts only if nobody claimed the file since', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    const { drawPages } = drawing
    vi.spyOn(drawing, 'drawPages').mockImplementationOnce(async (...given) => {
      await database().$executeRaw`UPDATE stored_files SET attempts = attempts + 1 WHERE id = ${fileId}::uuid`
      return drawPages(...given)
    })
    await examineNext()
    expect(await fileOf(fileId)).toMatchObject({ state: 'RECEIVED' })
    await expectNoOrphans()
    await database().$executeRaw`UPDATE stored_files SET leased_until = NULL WHERE id = ${fileId}::uuid`
    await examineAll()
    expect(await fileOf(fileId)).toMatchObject({ state: 'READY' })
  })
})

describe('failures', () => {
  test('a file whose decoder is killed each time is refused after three', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    const killed = vi.spyOn(drawing, 'drawPages').mockRejectedValue(new DomainError('TRY_AGAIN', 'killed by SIGKILL'))
    for (let count = 1; count <= 3; count += 1) {
      expect(await fileOf(fileId)).toMatchObject({ state: 'RECEIVED', attempts: count - 1 })
      await again()
      await examineNext()
    }
    killed.mockRestore()
    expect((await slotOf(applicant, id)).refused).toMatchObject([{ fileId, code: 'FILE_NOT_EXAMINED' }])
    await expectNoOrphans()
  })

  const refuseStart = () => vi.spyOn(drawing, 'drawPages').mockRejectedValue(new StartRefusedError())
  const loseStore = () =>
    vi.spyOn(blobStore(), 'open').mockRejectedValue(new StoreUnavailableError({ code: 'ECONNREFUSED' }))
  test.each([
    ['the store is away', loseStore],
    ['its decoder could read the keyring', refuseStart],
  ])('while %s, a file waits as long as it takes, though its decoder was killed twice', async (_, fail) => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    await database().$executeRaw`UPDATE stored_files SET attempts = 2 WHERE id = ${fileId}::uuid`
    const away = fail()
    for (let count = 0; count < 12; count += 1) {
      await again()
      await examineNext()
    }
    away.mockRestore()
    expect(await fileOf(fileId)).toMatchObject({ state: 'RECEIVED', attempts: 2 })
    await again()
    await examineNext()
    expect(await fileOf(fileId)).toMatchObject({ state: 'READY' })
  })

  test('a file that was lost, or that stops the portal each time, is refused in the end', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    await blobStore().remove((await fileOf(fileId)).blobs[0]?.id ?? '')
    for (let count = 0; count < 11; count += 1) {
      expect(await fileOf(fileId)).toMatchObject({ state: 'RECEIVED' })
      await again()
      await examineNext()
    }
    expect(await fileOf(fileId)).toMatchObject({ state: 'REFUSED', refusal: 'FILE_NOT_EXAMINED' })
  })
})

describe('a backlog', () => {
  const wait = (seconds: number, accountId: string) =>
    database().$executeRaw`
      UPDATE stored_files SET created_at = clock_timestamp() - make_interval(secs => ${seconds}::int)
      WHERE state = 'RECEIVED' AND account_id = ${accountId}::uuid`

  test('refuses further uploads once everyone waits for a minute, before a byte is read', async () => {
    const [first, second] = [await aDraft(), await aDraft()]
    await send(first.applicant, first.id, await picture())
    await wait(30, first.applicant.accountId)
    expect(await areFilesWaiting({ seconds: 60 })).toBe(false)
    await send(second.applicant, second.id, await picture())
    await wait(61, first.applicant.accountId)
    expect(await areFilesWaiting({ seconds: 60 })).toBe(true)
    const behind = { code: 'EXAMINATION_BEHIND', params: { seconds: 30 } }
    await expect(send(second.applicant, second.id, await picture())).rejects.toMatchObject(behind)
    const slot = { qualificationId: second.id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
    const announced = { ...slot, id: newId(), fileName: 'a.png', size: 9 }
    await expect(startUpload(second.applicant, announced)).rejects.toMatchObject(behind)
    await examineAll()
    await send(second.applicant, second.id, await picture())
  })

  test('of one account, whose turns come, refuses that account alone', async () => {
    const [many, other] = [await aDraft(), await aDraft()]
    for (let count = 0; count < 2; count += 1)
      await send(many.applicant, many.id, await picture(), { kind: 'SUPPORTING' })
    await examineNext()
    await wait(61, many.applicant.accountId)
    await expect(send(many.applicant, many.id, await picture())).rejects.toMatchObject({ code: 'EXAMINATION_BEHIND' })
    await send(other.applicant, other.id, await picture())
  })
})

test('each portal hears of what happens to a file, once it is committed', async () => {
  const heard: FileEvent[] = []
  const resumed = new Promise<void>((resolve) => fileEvents().once('resumed', resolve))
  fileEvents().on('file', (event) => heard.push(event))
  const listening = listenToFiles()
  await resumed
  const { applicant, id } = await aDraft()
  const { fileId } = await send(applicant, id, await picture())
  await examineAll()
  const about = { accountId: applicant.accountId, qualificationId: id, fileId }
  await vi.waitUntil(() => heard.length >= 2, PATIENCE)
  expect(heard).toEqual([
    { ...about, state: 'RECEIVED' },
    { ...about, state: 'READY' },
  ])
  const stopping = vi.fn()
  fileEvents().once('stopping', stopping)
  await listening.stop()
  expect(stopping).toHaveBeenCalled()
})
