import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { eventsAbout } from '@/tests/factories/audit'
import { decide, submit } from '@/tests/factories/journey'
import { aDraft, aReadyDraft, aRegisteredApplicant, submissionOf } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { uploadReady } from '@/tests/factories/uploads'
import { examineAll } from './examination/examine-next'
import { moveToSlot } from './move-to-slot'
import { removeDocumentPage } from './remove-document-page'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

let shade = 0
const picture = () => {
  shade += 1
  const background = { r: (shade * 40) % 256, g: 90, b: 120 }
  return sharp({ create: { width: 800, height: 640, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

async function put(actor: PersonActor, qualificationId: string, kind: DocumentKind) {
  const source = Readable.from([await picture()])
  return (await uploadReady(actor, { qualificationId, kind, senderSignatureId: null, fileName: `${kind}.jpg`, source }))
    .fileId
}

/** Returns the hash of each file in its slot: a moved one is another file with the same bytes. */
async function hashes(id: string) {
  const { documents } = await submissionOf(id)
  const files = documents.flatMap(({ kind, pages }) => pages.map(({ fileId }) => ({ kind, fileId })))
  const rows = await database().storedFile.findMany({ where: { id: { in: files.map(({ fileId }) => fileId) } } })
  return Object.fromEntries(
    files.map(({ kind, fileId }) => [
      kind,
      Buffer.from(rows.find((row) => row.id === fileId)?.sha256 ?? []).toString('hex'),
    ]),
  )
}

test('a picture is moved to an empty slot, examined there, and both are recorded', async () => {
  const { applicant, id } = await aDraft()
  const fileId = await put(applicant, id, 'ID_PORTRAIT')
  const { ID_PORTRAIT: hash } = await hashes(id)
  await moveToSlot(applicant, { qualificationId: id, fileId, kind: 'ID_EMBLEM' })
  await examineAll()
  expect(await hashes(id)).toEqual({ ID_EMBLEM: hash })
  const events = (await eventsAbout(id)).map(({ action, data }) => [action, (data as { kind?: string }).kind])
  expect(events.slice(-3)).toEqual([
    ['document.taken_in', 'ID_EMBLEM'],
    ['document.removed', 'ID_PORTRAIT'],
    ['document.ready', 'ID_EMBLEM'],
  ])
})

test('two pictures that were exchanged are exchanged again by one move', async () => {
  const { applicant, id } = await aDraft()
  const fileId = await put(applicant, id, 'ID_PORTRAIT')
  await put(applicant, id, 'ID_EMBLEM')
  const before = await hashes(id)
  await moveToSlot(applicant, { qualificationId: id, fileId, kind: 'ID_EMBLEM' })
  await examineAll()
  expect(await hashes(id)).toEqual({ ID_PORTRAIT: before.ID_EMBLEM, ID_EMBLEM: before.ID_PORTRAIT })
})

test('nothing moves where nothing may: to a slot that is none, of others, or that was accepted', async () => {
  const { applicant, id } = await aDraft()
  const fileId = await put(applicant, id, 'ID_PORTRAIT')
  const before = await hashes(id)
  const move = (kind: DocumentKind, actor: PersonActor = applicant, file = fileId) =>
    moveToSlot(actor, { qualificationId: id, fileId: file, kind })
  await expect(move('LICENCE')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(move('ID_PORTRAIT')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(move('ID_EMBLEM', applicant, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(move('ID_EMBLEM', await aRegisteredApplicant())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await hashes(id)).toEqual(before)

  const made = await aReadyDraft()
  await submit(made.applicant, made.id)
  await decide(await someStaff(), made.id, { ID_PORTRAIT: 'BLURRED' })
  for (const document of (await submissionOf(made.id)).documents.filter(({ kind }) => kind === 'ID_PORTRAIT'))
    for (const page of document.pages)
      await removeDocumentPage(made.applicant, { qualificationId: made.id, fileId: page.fileId })
  const fresh = await put(made.applicant, made.id, 'ID_PORTRAIT')
  const to = { qualificationId: made.id, fileId: fresh, kind: 'ID_EMBLEM' } as const
  await expect(moveToSlot(made.applicant, to)).rejects.toMatchObject({ code: 'LOCKED' })
  const accepted =
    (await submissionOf(made.id)).documents.find(({ kind }) => kind === 'ID_EMBLEM')?.pages[0]?.fileId ?? ''
  const away = { qualificationId: made.id, fileId: accepted, kind: 'ID_PORTRAIT' } as const
  await expect(moveToSlot(made.applicant, away)).rejects.toMatchObject({ code: 'LOCKED' })
})
