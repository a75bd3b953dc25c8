import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commitmentDigest } from '@/lib/audit/commitment'
import type { PersonActor } from '@/lib/auth/actor'
import { env } from '@/lib/core/env'
import { dataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { decoderPool } from '@/lib/imaging/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { plain } from '@/lib/imaging/testing/sample-images'
import { eventsAbout } from '@/tests/factories/audit'
import { aReadyDraft, aRegisteredApplicant, submissionOf } from '@/tests/factories/qualifications'
import { shownBefore } from '@/tests/factories/reveals'
import { someStaff } from '@/tests/factories/review'
import { exportOriginal } from './export-original'
import { openOriginal } from './open-original'
import { submitQualification } from './submit-qualification'
import { takeInDocument } from './take-in-document'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

/** With a picture that carries more than what is shown of it. */
async function aDraftWithPicture() {
  const { applicant, id } = await aReadyDraft()
  const bytes = await plain(800, 640)
    .withExif({ IFD0: { Artist: '相机' } })
    .jpeg()
    .toBuffer()
  const slot = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const { fileId } = await takeInDocument(applicant, { ...slot, fileName: '正面.exe', source: Readable.from([bytes]) })
  const handIn = async () => {
    const { draftVersion } = await submissionOf(id)
    await submitQualification(applicant, { qualificationId: id, revision: 1, draftVersion })
  }
  return { applicant, id, fileId, bytes, handIn }
}

async function handedIn() {
  const draft = await aDraftWithPicture()
  await draft.handIn()
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

test('an administrator takes out what was sent, byte by byte, as an event with its reason', async () => {
  const about = await handedIn()
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

test('it is called by the reference and by what it is, whatever its sender called it', async () => {
  const about = await handedIn()
  const administrator = await anAdministrator()
  const { id: exportId } = await exportOriginal(administrator, input(about))
  const { reference } = await database().qualification.findUniqueOrThrow({ where: { id: about.id } })
  const original = await openOriginal(administrator, { fileId: about.fileId, exportId })
  expect(original).toMatchObject({ mediaType: 'image/jpeg', size: about.bytes.length })
  expect(original.name).toBe(`${reference}-${about.fileId.slice(-8)}.jpg`)
})

test('in pieces, and as often as it takes, it is one event', async () => {
  const about = await handedIn()
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

test('a reason of one’s own wants words', async () => {
  const about = await handedIn()
  const administrator = await anAdministrator()
  const bare = exportOriginal(administrator, input(about, { reason: 'OTHER' }))
  await expect(bare).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(exportOriginal(administrator, input(about, { reason: 'OTHER', note: '培训' }))).resolves.toBeTruthy()
  expect(await eventsAbout(about.id, 'document.exported')).toHaveLength(1)
})

test('it counts as a reveal, and is refused at the cap', async () => {
  const about = await handedIn()
  const administrator = await anAdministrator()
  await shownBefore(administrator.id, env().REVEALS_AN_HOUR - 1)
  await exportOriginal(administrator, input(about))
  const another = exportOriginal(administrator, input(about))
  await expect(another).rejects.toMatchObject({ code: 'REVEALS_USED_UP', subjectId: about.id })
  expect(await eventsAbout(about.id, 'document.exported')).toHaveLength(1)
})

test('nobody else takes anything out: not who may look, not of one’s own account, not of a draft', async () => {
  const about = await handedIn()
  const refused = async (actor: PersonActor, code: string, of = about) => {
    await expect(exportOriginal(actor, input(of))).rejects.toMatchObject({ code })
  }
  for (const role of ['REVIEWER', 'LEAD', 'AUDITOR'] as const)
    await refused(await someStaff({ roles: [role] }), 'FORBIDDEN')
  await refused(about.applicant, 'FORBIDDEN')
  await refused(await aRegisteredApplicant(), 'NOT_FOUND')
  await refused(await someStaff({ roles: ['ADMIN'], accountIds: [about.applicant.accountId] }), 'FORBIDDEN')
  await refused(await anAdministrator(), 'NOT_FOUND', await aDraftWithPicture())
  await refused(await anAdministrator(), 'NOT_FOUND', { ...about, fileId: (await handedIn()).fileId })
  await refused(await anAdministrator(), 'NOT_FOUND', { ...about, id: randomUUID() })
  expect(await eventsAbout(about.id, 'document.exported')).toEqual([])
})

test('a file that was put into the next revision, and not handed in yet, stays where it is', async () => {
  const about = await handedIn()
  await database().qualification.update({ where: { id: about.id }, data: { status: 'CHANGES_REQUESTED', revision: 2 } })
  const { rulebookVersion, letterVersion } = await submissionOf(about.id)
  const draft = await database().submission.create({
    data: { qualificationId: about.id, revision: 2, rulebookVersion, letterVersion },
  })
  const other = await handedIn()
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

test('what was taken out is for that session, that file, ten minutes, and while they may', async () => {
  const about = await handedIn()
  const administrator = await anAdministrator()
  const { id } = await exportOriginal(administrator, input(about))
  const notFound = { code: 'NOT_FOUND' }
  await expect(read({ ...administrator, sessionId: randomUUID() }, about.fileId, id)).rejects.toMatchObject(notFound)
  await expect(read(await anAdministrator(), about.fileId, id)).rejects.toMatchObject(notFound)
  await expect(read(administrator, (await handedIn()).fileId, id)).rejects.toMatchObject(notFound)
  await expect(read(administrator, about.fileId, randomUUID())).rejects.toMatchObject(notFound)
  const demoted = { ...administrator, capabilities: ['review.queue'] as const }
  await expect(read(demoted, about.fileId, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const unseeing = { ...administrator, capabilities: ['document.export'] as const }
  await expect(read(unseeing, about.fileId, id)).rejects.toMatchObject(notFound)

  const { endsAt } = await database().documentExport.findUniqueOrThrow({ where: { id } })
  expect(Math.abs(endsAt.getTime() - Date.now() - 600_000)).toBeLessThan(30_000)
  await database().documentExport.update({ where: { id }, data: { endsAt: new Date(Date.now() - 1_000) } })
  await expect(read(administrator, about.fileId, id)).rejects.toMatchObject(notFound)
})

test('of an erased file nothing is left to take', async () => {
  const about = await handedIn()
  const administrator = await anAdministrator()
  const { id } = await exportOriginal(administrator, input(about))
  const { dataKeyId } = await database().storedFile.findUniqueOrThrow({ where: { id: about.fileId } })
  const erased = { wrapped: new Uint8Array(), erasedAt: new Date() }
  await database().dataKey.update({ where: { id: dataKeyId }, data: erased })
  await expect(read(administrator, about.fileId, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(exportOriginal(administrator, input(about))).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
