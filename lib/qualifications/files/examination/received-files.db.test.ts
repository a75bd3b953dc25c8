import { buffer } from 'node:stream/consumers'
import { describe, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import * as drawing from '@/lib/documents/draw-pages'
import { erasuresFinished } from '@/lib/documents/erase-later'
import { findPage } from '@/lib/documents/read-file'
import { findOriginal } from '@/lib/documents/read-original'
import { blobStore } from '@/lib/storage/blob-store'
import { anApiKey } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { agreedToFirstTexts } from '@/tests/factories/consents'
import { aMemberOf } from '@/tests/factories/people'
import { aDraft, aReadyDraft, aRegisteredApplicant, submissionOf } from '@/tests/factories/qualifications'
import { spots } from '@/tests/factories/spots'
import { interleaveWith } from '@/tests/setup/interleave'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { readDraft } from '../../draft/read-draft'
import { saveFields } from '../../draft/save-fields'
import { saveSignatures } from '../../draft/save-signatures'
import { withdrawQualification } from '../../standing/withdraw-qualification'
import { openFile } from '../open-file'
import { removeDocumentPage } from '../remove-document-page'
import { examineAll, examineNext } from './examine-next'
import {
  examineHere,
  expectNoBlobOf,
  expectNoOrphans,
  fileOf,
  picture,
  send,
  slotOf,
  submit,
  tiny,
} from './testing/received'

examineHere()

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
    const portrait = await send(applicant, id, await spots(1))
    const emblem = await send(applicant, id, await spots(2), { kind: 'ID_EMBLEM' })
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
