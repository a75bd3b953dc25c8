import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { commitmentDigest } from '@/lib/audit/commitment'
import { MINUTE } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { dataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { plain } from '@/lib/imaging/testing/sample-images'
import { eventsAbout } from '@/tests/factories/audit'
import { aReadyDraft, aRegisteredApplicant, asShown, submissionOf } from '@/tests/factories/qualifications'
import { shownBefore } from '@/tests/factories/reveals'
import { someStaff } from '@/tests/factories/review'
import { uploadReady } from '@/tests/factories/uploads'
import { submitQualification } from '../draft/submit-qualification'
import { exportOriginal } from './export-original'
import { openOriginal } from './open-original'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

/** Makes a draft with a picture whose file has metadata that its rendition lacks. */
async function aDraftWithPicture() {
  const { applicant, id } = await aReadyDraft()
  const bytes = await plain(800, 640)
    .withExif({ IFD0: { Artist: '相机' } })
    .jpeg()
    .toBuffer()
  const slot = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const { fileId } = await uploadReady(applicant, { ...slot, fileName: '正面.exe', source: Readable.from([bytes]) })
  const submit = async () => {
    await submitQualification(applicant, await asShown(applicant, id))
  }
  return { applicant, id, fileId, bytes, submit }
}

async function submitted() {
  const draft = await aDraftWithPicture()
  await draft.submit()
  return draft
}

const anAdministrator = () => someStaff({ roles: ['ADMIN'] })
const input = (about: { id: string; fileId: string }, more: { reason?: 'OTHER'; note?: string } = {}) => ({
  qualificationId: about.id,
  fileId: about.fileId,
  reason: more.reason ?? ('INSPECTION' as const),
  note: more.note ?? null,
})
const read = async (actor: PersonActor, fileId: string, exportId: string) =>
  buffer(await (await openOriginal(actor, { fileId, exportId })).read())

test('an administrator exports the exact bytes that were uploaded; an event records the reason', async () => {
  const about = await submitted()
  const administrator = await anAdministrator()
  const taken = await exportOriginal(administrator, input(about, { note: '调取文书 2026-17' }))

  expect((await read(administrator, about.fileId, taken.id)).equals(about.bytes)).toBe(true)
  const [event] = await eventsAbout(about.id, 'document.exported')
  expect(event).toMatchObject({
    actorId: administrator.id,
    capabilities: ['document.export'],
    data: {
      revision: 1,
      kind: 'ID_PORTRAIT',
      fileId: about.fileId,
      sha256: createHash('sha256').update(about.bytes).digest('hex'),
      reason: 'INSPECTION',
    },
  })
  const disclosure = await database().auditDisclosure.findFirstOrThrow({ where: { eventId: event?.id ?? '' } })
  const key = await dataKey(database(), disclosure.dataKeyId)
  const place = (column: string) => ({ table: 'audit_disclosures', column, row: `${event?.id}/note` })
  const salt = Buffer.from(open(key, place('salt_sealed'), disclosure.saltSealed), 'base64')
  expect(event?.data).toMatchObject({ note: commitmentDigest(salt, 'note', '调取文书 2026-17') })
})

test('the file name has the reference and the id, not the name that its sender gave it', async () => {
  const about = await submitted()
  const administrator = await anAdministrator()
  const { id: exportId } = await exportOriginal(administrator, input(about))
  const { reference } = await database().qualification.findUniqueOrThrow({ where: { id: about.id } })
  const original = await openOriginal(administrator, { fileId: about.fileId, exportId })
  expect(original).toMatchObject({ mediaType: 'image/jpeg', size: about.bytes.length })
  expect(original.name).toBe(`${reference}-${about.fileId.slice(-8)}.jpg`)
})

test('reading it in pieces is one event', async () => {
  const about = await submitted()
  const administrator = await anAdministrator()
  const { id: exportId } = await exportOriginal(administrator, input(about))
  const original = await openOriginal(administrator, { fileId: about.fileId, exportId })
  const half = Math.floor(original.size / 2)
  const pieces = [
    await original.read({ start: 0, end: half - 1 }),
    await original.read({ start: half, end: original.size - 1 }),
  ]
  expect(Buffer.concat(await Promise.all(pieces.map(buffer))).equals(about.bytes)).toBe(true)
  expect(await eventsAbout(about.id, 'document.exported')).toHaveLength(1)
})

test('the reason OTHER requires a note', async () => {
  const about = await submitted()
  const administrator = await anAdministrator()
  const bare = exportOriginal(administrator, input(about, { reason: 'OTHER' }))
  await expect(bare).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(exportOriginal(administrator, input(about, { reason: 'OTHER', note: '培训' }))).resolves.toBeTruthy()
  expect(await eventsAbout(about.id, 'document.exported')).toHaveLength(1)
})

test('it counts as a reveal, and is refused at the cap', async () => {
  const about = await submitted()
  const administrator = await anAdministrator()
  await shownBefore(administrator.id, env().REVEALS_AN_HOUR - 1)
  await exportOriginal(administrator, input(about))
  const another = exportOriginal(administrator, input(about))
  await expect(another).rejects.toMatchObject({ code: 'REVEALS_USED_UP', subjectId: about.id })
  expect(await eventsAbout(about.id, 'document.exported')).toHaveLength(1)
})

test('nobody else exports: no reviewer, nobody for an own account, nobody from a draft', async () => {
  const about = await submitted()
  const refused = async (actor: PersonActor, code: string, of = about) => {
    await expect(exportOriginal(actor, input(of))).rejects.toMatchObject({ code })
  }
  for (const role of ['REVIEWER', 'LEAD', 'AUDITOR'] as const)
    await refused(await someStaff({ roles: [role] }), 'FORBIDDEN')
  await refused(about.applicant, 'FORBIDDEN')
  await refused(await aRegisteredApplicant(), 'NOT_FOUND')
  await refused(await someStaff({ roles: ['ADMIN'], accountIds: [about.applicant.accountId] }), 'FORBIDDEN')
  await refused(await anAdministrator(), 'NOT_FOUND', await aDraftWithPicture())
  await refused(await anAdministrator(), 'NOT_FOUND', { ...about, fileId: (await submitted()).fileId })
  await refused(await anAdministrator(), 'NOT_FOUND', { ...about, id: randomUUID() })
  expect(await eventsAbout(about.id, 'document.exported')).toEqual([])
})

test('a file of a revision that is not submitted yet can’t be exported', async () => {
  const about = await submitted()
  await database().qualification.update({ where: { id: about.id }, data: { status: 'CHANGES_REQUESTED', revision: 2 } })
  const { rulebookVersion, letterVersion } = await submissionOf(about.id)
  const draft = await database().submission.create({
    data: { qualificationId: about.id, revision: 2, rulebookVersion, letterVersion },
  })
  const other = await submitted()
  await database().document.create({
    data: {
      submissionId: draft.id,
      kind: 'ID_PORTRAIT',
      pages: { create: { fileId: other.fileId, position: 0 } },
    },
  })
  const attempt = exportOriginal(await anAdministrator(), input({ id: about.id, fileId: other.fileId }))
  await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('an export is valid for its session and file, for ten minutes, and while the person has the right', async () => {
  const about = await submitted()
  const administrator = await anAdministrator()
  const { id } = await exportOriginal(administrator, input(about))
  const notFound = { code: 'NOT_FOUND' }
  await expect(read({ ...administrator, sessionId: randomUUID() }, about.fileId, id)).rejects.toMatchObject(notFound)
  await expect(read(await anAdministrator(), about.fileId, id)).rejects.toMatchObject(notFound)
  await expect(read(administrator, (await submitted()).fileId, id)).rejects.toMatchObject(notFound)
  await expect(read(administrator, about.fileId, randomUUID())).rejects.toMatchObject(notFound)
  const demoted = { ...administrator, capabilities: ['review.queue'] as const }
  await expect(read(demoted, about.fileId, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const unseeing = { ...administrator, capabilities: ['document.export'] as const }
  await expect(read(unseeing, about.fileId, id)).rejects.toMatchObject(notFound)

  const { endsAt } = await database().documentExport.findUniqueOrThrow({ where: { id } })
  expect(Math.abs(endsAt.getTime() - Date.now() - 10 * MINUTE)).toBeLessThan(5 * MINUTE)
  await database().documentExport.update({ where: { id }, data: { endsAt: new Date(Date.now() - 1_000) } })
  await expect(read(administrator, about.fileId, id)).rejects.toMatchObject(notFound)
})

test('an erased file can’t be exported', async () => {
  const about = await submitted()
  const administrator = await anAdministrator()
  const { id } = await exportOriginal(administrator, input(about))
  const { dataKeyId } = await database().storedFile.findUniqueOrThrow({ where: { id: about.fileId } })
  const erased = { wrapped: new Uint8Array(), erasedAt: new Date() }
  await database().dataKey.update({ where: { id: dataKeyId }, data: erased })
  await expect(read(administrator, about.fileId, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(exportOriginal(administrator, input(about))).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
