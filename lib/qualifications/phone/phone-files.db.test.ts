import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PersonActor, PhoneActor, Uploader } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { erasuresFinished } from '@/lib/documents/erase-later'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { blobStore } from '@/lib/storage/blob-store'
import { eventsAbout } from '@/tests/factories/audit'
import { aBoundPhone, aDraftOfSomebody } from '@/tests/factories/phones'
import { aDocumentIn, aReadyDraft, asShown } from '@/tests/factories/qualifications'
import { examined } from '@/tests/factories/uploads'
import { interleaveWith } from '@/tests/setup/interleave'
import { createQualification } from '../draft/create-qualification'
import { readDraft } from '../draft/read-draft'
import { submitQualification } from '../draft/submit-qualification'
import { acceptDocument } from '../files/accept-document'
import { continueUpload } from '../files/continue-upload'
import { dropUpload } from '../files/drop-upload'
import { findUpload } from '../files/find-upload'
import { removeDocumentPage } from '../files/remove-document-page'
import { startUpload } from '../files/start-upload'
import { MOST_FILES } from './lock-phone'
import { readPhoneOfDraft } from './read-phone-of-draft'
import { readPhonePage } from './read-phone-page'
import { stopPhone } from './stop-phone'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

let shade = 0
/** Returns a new picture each time. */
function picture(): Promise<Buffer> {
  shade += 1
  const background = { r: (shade * 8) % 256, g: 120, b: 90 }
  return sharp({ create: { width: 800, height: 640, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

let applicant: PersonActor & { accountId: string }
let qualificationId: string
let phone: PhoneActor
beforeEach(async () => {
  const made = await aDraftOfSomebody()
  applicant = made.applicant
  qualificationId = made.qualificationId
  phone = (await aBoundPhone(applicant, qualificationId)).phone
})

const slot = (kind: DocumentKind = 'ID_PORTRAIT') => ({ qualificationId, kind, senderSignatureId: null })
const send = async (actor: Uploader, kind?: DocumentKind) => {
  const source = Readable.from([await picture()])
  return (await acceptDocument(actor, { ...slot(kind), fileName: 'IMG_1.jpg', source })).fileId
}
const ready = async (actor: Uploader, kind?: DocumentKind) => {
  const fileId = await send(actor, kind)
  await examined(fileId)
  return fileId
}
const pages = async (kind: DocumentKind = 'ID_PORTRAIT') =>
  (await readDraft(applicant, qualificationId))?.slots
    .find((held) => held.slot.kind === kind)
    ?.pages.map(({ fileId }) => fileId)
const shownOn = async (kind: DocumentKind = 'ID_PORTRAIT') =>
  (await readPhonePage(phone))?.slots.find((held) => held.slot.kind === kind)

/** Returns a picture during whose arrival something happens. */
const arriving = (meanwhile: () => Promise<unknown>) =>
  Readable.from(
    (async function* () {
      yield await picture()
      await meanwhile()
    })(),
  )

async function expectNoOrphans() {
  await erasuresFinished()
  const ids: string[] = []
  for await (const { id } of blobStore().list()) ids.push(id)
  const rows = await database().storedBlob.findMany({ where: { id: { in: ids } }, select: { id: true } })
  const parts = await database().uploadPart.findMany({ where: { id: { in: ids } }, select: { id: true } })
  expect([...rows, ...parts].map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
}

test('a picture from a phone is in its slot, and its events name the person and the phone', async () => {
  const fileId = await ready(phone)
  expect(await pages()).toEqual([fileId])
  const { phoneSessionId } = phone
  const file = await database().storedFile.findUniqueOrThrow({ where: { id: fileId } })
  expect(file).toMatchObject({ uploadedById: applicant.id, phoneSessionId })
  await removeDocumentPage(phone, { qualificationId, fileId })
  expect(await pages()).toEqual([])
  const events = await eventsAbout(qualificationId)
  for (const action of ['document.taken_in', 'document.removed']) {
    const found = events.find((event) => event.action === action)
    expect(found).toMatchObject({ actorKind: 'PERSON', actorId: applicant.id, data: { fileId, phoneSessionId } })
  }
  await ready(applicant)
  const own = (await eventsAbout(qualificationId, 'document.taken_in')).at(-1)
  expect(own?.data).toMatchObject({ phoneSessionId: null })
})

test('it replaces what it sent itself, and nothing else', async () => {
  const first = await ready(phone)
  const second = await ready(phone)
  expect(await pages()).toEqual([second])
  expect(await database().storedFile.count({ where: { id: first } })).toBe(0)

  const of = await ready(applicant)
  expect(await pages()).toEqual([of]) // the person replaces any
  await expect(send(phone)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
  await expect(removeDocumentPage(phone, { qualificationId, fileId: of })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await pages()).toEqual([of])
  await expectNoOrphans()
})

test('it does not replace what is still examined, nor a file that arrives in the slot meanwhile', async () => {
  const waiting = await send(applicant)
  await expect(send(phone)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
  await removeDocumentPage(applicant, { qualificationId, fileId: waiting })

  const source = arriving(() => aDocumentIn(qualificationId, applicant, 'ID_PORTRAIT'))
  const late = acceptDocument(phone, { ...slot(), fileName: 'x.jpg', source })
  await expect(late).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
  expect(await pages()).toHaveLength(1)
  await expectNoOrphans()
})

test('what another phone of the same draft sent is not its own', async () => {
  const fileId = await ready(phone)
  const { phone: next } = await aBoundPhone(applicant, qualificationId)
  await expect(send(next)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
  await expect(removeDocumentPage(next, { qualificationId, fileId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(removeDocumentPage(phone, { qualificationId, fileId })).rejects.toMatchObject({ code: 'PHONE_ENDED' })
})

test('it uploads into its own draft alone, and into its slots alone', async () => {
  const { qualificationId: other } = await aDraftOfSomebody()
  const { id: another } = await createQualification(applicant, { kind: 'ORGANISATION' })
  for (const id of [other, another, randomUUID()]) {
    const upload = { ...slot(), qualificationId: id, fileName: 'x.jpg' }
    const whole = acceptDocument(phone, { ...upload, source: Readable.from([await picture()]) })
    await expect(whole).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(startUpload(phone, { ...upload, size: 10, id: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const removed = removeDocumentPage(phone, { qualificationId: id, fileId: randomUUID() })
    await expect(removed).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  await expect(send(phone, 'LICENCE')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('an upload in parts belongs to the phone that started it', async () => {
  const bytes = await picture()
  const start = async (actor: Uploader) => {
    const id = newId()
    await startUpload(actor, { ...slot(), fileName: 'x.jpg', size: bytes.length, id })
    return id
  }
  const [own, ofPerson] = [await start(phone), await start(applicant)]
  await expect(findUpload(phone, ofPerson)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(dropUpload(phone, ofPerson)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const found = await findUpload(phone, own)
  const { accepted } = await continueUpload(phone, found, { offset: 0, source: Readable.from([bytes]) })
  expect(accepted).toMatchObject({ state: 'RECEIVED' })

  // Its own further uploads push out none of the person's.
  for (let i = 0; i < 11; i += 1) await start(phone).catch(() => {})
  expect(await findUpload(applicant, ofPerson)).toMatchObject({ id: ofPerson })
})

test('a phone that is ended while it uploads leaves nothing', async () => {
  const { phoneSessionId: id } = phone
  const ended = interleaveWith(
    (tx) => tx.phoneSession.update({ where: { id }, data: { endedAt: new Date(), endedBecause: 'STOPPED' } }),
    () => send(phone),
  )
  await expect(ended).rejects.toMatchObject({ code: 'PHONE_ENDED' })
  expect(await database().storedFile.count({ where: { phoneSessionId: id } })).toBe(0)
  await expectNoOrphans()
})

test('an end waits for a picture that is being stored, which is in the draft then', async () => {
  const { phoneSessionId: id } = phone
  const stopped = interleaveWith(
    (tx) => tx.$executeRaw`UPDATE phone_sessions SET received = received + 1 WHERE id = ${id}::uuid`,
    () => stopPhone(applicant, { qualificationId }),
  )
  await stopped
  const { received, endedBecause } = await database().phoneSession.findUniqueOrThrow({ where: { id } })
  expect({ received, endedBecause }).toEqual({ received: 1, endedBecause: 'STOPPED' })
})

test('a draft that is submitted while its phone uploads takes nothing more', async () => {
  const { id: qualificationId } = await aReadyDraft({ applicant }) // the same draft
  const own = { kind: 'ID_PORTRAIT', submission: { qualificationId } } as const
  await database().documentPage.deleteMany({ where: { document: own } })
  const source = arriving(async () => {
    await aDocumentIn(qualificationId, applicant, 'ID_PORTRAIT')
    await submitQualification(applicant, await asShown(applicant, qualificationId))
  })
  const refused = acceptDocument(phone, { ...slot(), fileName: 'x.jpg', source })
  await expect(refused).rejects.toMatchObject({ code: 'CONFLICT' })
  const { phoneSessionId } = phone
  expect(await database().storedFile.count({ where: { phoneSessionId } })).toBe(0)
  expect(await readPhonePage(phone)).toBeNull()
  await expectNoOrphans()
})

test('a phone sends so many files, and no more', async () => {
  const { phoneSessionId: id } = phone
  await database().phoneSession.update({ where: { id }, data: { received: MOST_FILES - 1 } })
  await ready(phone)
  await expect(send(phone)).rejects.toMatchObject({ code: 'PHONE_FULL', params: { max: MOST_FILES } })
  expect((await database().phoneSession.findUniqueOrThrow({ where: { id } })).received).toBe(MOST_FILES)
})

test('its page shows the slots and what it sent, and nothing that is there', async () => {
  const there = await ready(applicant, 'ID_EMBLEM')
  const own = await ready(phone)
  const tiny = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#777' } })
    .jpeg()
    .toBuffer()
  const small = acceptDocument(phone, { ...slot('ID_IN_HAND'), fileName: 'x.jpg', source: Readable.from([tiny]) })
  const refused = (await small).fileId
  await expect(examined(refused)).rejects.toMatchObject({ code: 'FILE_LOW_RESOLUTION' })

  expect(await shownOn('ID_EMBLEM')).toMatchObject({ hasRoom: false, files: [] })
  expect(await shownOn()).toMatchObject({ hasRoom: true, files: [{ fileId: own, state: 'READY', refusal: null }] })
  const refusal = { code: 'FILE_LOW_RESOLUTION', params: expect.anything() }
  expect(await shownOn('ID_IN_HAND')).toMatchObject({ hasRoom: true, files: [{ state: 'REFUSED', refusal }] })
  expect(JSON.stringify((await readPhonePage(phone))?.slots)).not.toContain(there)

  const seen = await readPhoneOfDraft(applicant, qualificationId)
  expect(seen).toMatchObject({
    isBound: true,
    received: [
      { fileId: own, kind: 'ID_PORTRAIT', state: 'READY' },
      { fileId: refused, kind: 'ID_IN_HAND', state: 'REFUSED' },
    ],
  })
})

test('it dismisses its own refused file, and leaves another’s', async () => {
  const tiny = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#777' } })
    .jpeg()
    .toBuffer()
  const upload = { ...slot(), fileName: 'x.jpg', source: Readable.from([tiny]) }
  const { fileId } = await acceptDocument(applicant, upload)
  await expect(examined(fileId)).rejects.toMatchObject({ code: 'FILE_LOW_RESOLUTION' })
  await ready(phone)
  expect(await database().storedFile.count({ where: { id: fileId } })).toBe(1)
  await expect(removeDocumentPage(phone, { qualificationId, fileId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
