import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { createDataKey, DataKeyErasedError, dataKey, systemKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import type { TombstoneKind } from '@/lib/db/generated/enums'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import type { StoredTombstone } from '@/lib/keys/erasing/tombstone-file'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { blobStore } from '@/lib/storage/blob-store'
import { writeBlob } from '@/lib/storage/vault'
import { anAccessCase } from '@/tests/factories/access-cases'
import { eventsAbout } from '@/tests/factories/audit'
import * as people from '@/tests/factories/people'
import { aDocumentIn, aReadyDraft, asShown } from '@/tests/factories/qualifications'
import { aClaimedQualification, unclaimed } from '@/tests/factories/review'
import { replayTombstones } from './replay-tombstones'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

const AT = '2026-11-25T06:00:00.000Z'

async function* listed(...tombstones: StoredTombstone[]) {
  yield* tombstones
}
const tombstone = (kind: TombstoneKind, subjectId: string, dataKeyId: string): StoredTombstone => {
  return { dataKeyId, kind, subjectId, sha256: null, reason: 'REQUEST', at: AT, keyringIds: ['k1'] }
}

/** Makes a file in a slot, as an older copy of the database contained it, with a blob in the store. */
async function aFileOf(qualificationId: string) {
  const file = await database().storedFile.findFirstOrThrow({
    where: { pages: { some: { document: { kind: 'ID_PORTRAIT', submission: { qualificationId } } } } },
  })
  const blobId = newId()
  await writeBlob({ id: blobId, key: await dataKey(database(), file.dataKeyId), plaintext: randomBytes(100) })
  await database().storedBlob.create({ data: { id: blobId, fileId: file.id, variant: 'ORIGINAL', size: 100 } })
  return { ...file, blobId }
}

test('a file of a draft is gone, and its draft asks for it again', async () => {
  const { applicant, id } = await aReadyDraft()
  const file = await aFileOf(id)
  const other = await aReadyDraft()

  expect(await replayTombstones(listed(tombstone('FILE', file.id, file.dataKeyId)))).toBe(1)

  expect(await database().storedFile.findUnique({ where: { id: file.id } })).toBeNull()
  expect(await database().dataKey.findUnique({ where: { id: file.dataKeyId } })).toBeNull()
  expect(await blobStore().has(file.blobId)).toBe(false)
  const draft = await readDraft(applicant, id)
  expect(draft?.slots.find(({ slot }) => slot.kind === 'ID_PORTRAIT')?.pages).toEqual([])
  const portrait = { kind: 'ID_PORTRAIT', submission: { qualificationId: id } } as const
  expect(await database().document.count({ where: portrait })).toBe(0)
  expect(
    await database().documentPage.count({ where: { document: { submission: { qualificationId: other.id } } } }),
  ).toBe(4)
  expect(await database().tombstone.findUnique({ where: { dataKeyId: file.dataKeyId } })).toMatchObject({
    reason: 'REQUEST',
    at: new Date(AT),
    keyringIds: ['k1', 'test'],
  })
})

test('of the pages of a letter one is gone, and the others stay', async () => {
  const { applicant, id } = await aReadyDraft()
  const document = { kind: 'COMMITMENT_LETTER', submission: { qualificationId: id } } as const
  const { fileId } = await database().documentPage.findFirstOrThrow({ where: { document } })
  const kept = await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  const { dataKeyId } = await database().storedFile.findUniqueOrThrow({ where: { id: fileId } })
  await replayTombstones(listed(tombstone('FILE', fileId, dataKeyId)))
  expect(await database().documentPage.findMany({ where: { document } })).toMatchObject([{ fileId: kept }])
})

test('a submitted file is unreadable; the record that there was one remains', async () => {
  const { applicant, id } = await aReadyDraft()
  await submitQualification(applicant, await asShown(applicant, id))
  const file = await aFileOf(id)

  expect(await replayTombstones(listed(tombstone('FILE', file.id, file.dataKeyId)))).toBe(1)

  await expect(dataKey(database(), file.dataKeyId)).rejects.toBeInstanceOf(DataKeyErasedError)
  expect(await database().documentPage.count({ where: { fileId: file.id } })).toBe(1)
  expect(await database().storedBlob.count({ where: { fileId: file.id } })).toBe(0)
  expect(await blobStore().has(file.blobId)).toBe(false)
})

test('pictures of an account that is recovered are gone, and with the last of them their case', async () => {
  const person = await people.aRegisteredApplicant()
  const caseId = await anAccessCase(person, 2)
  const { dataKeyId } = await database().accessCase.findUniqueOrThrow({ where: { id: caseId } })
  const files = await database().storedFile.findMany({
    where: { accessCase: { caseId } },
    include: { blobs: true },
    orderBy: { id: 'asc' },
  })
  expect(files).toHaveLength(2)
  const left = () => database().accessCaseFile.count({ where: { caseId } })

  for (const [at, file] of files.entries()) {
    expect(await replayTombstones(listed(tombstone('FILE', file.id, file.dataKeyId)))).toBe(1)
    expect([await left(), await database().accessCase.count({ where: { id: caseId } })]).toEqual([1 - at, 1 - at])
    for (const { id } of file.blobs) expect(await blobStore().has(id)).toBe(false)
  }

  const keys = [dataKeyId, ...files.map((file) => file.dataKeyId)]
  expect(await database().dataKey.count({ where: { id: { in: keys } } })).toBe(0)
  expect((await database().user.findUniqueOrThrow({ where: { id: person.id } })).lockedAt).not.toBeNull()
})

test('pictures of a case and its person, erased at once, are gone in one replay', async () => {
  const person = await people.aRegisteredApplicant()
  const caseId = await anAccessCase(person, 2)
  const files = await database().storedFile.findMany({ where: { accessCase: { caseId } } })
  const { dataKeyId } = await database().user.findUniqueOrThrow({ where: { id: person.id } })
  const all = [
    ...files.map((file) => tombstone('FILE', file.id, file.dataKeyId)),
    tombstone('PERSON', person.id, dataKeyId),
  ]

  expect(await replayTombstones(listed(...all))).toBe(3)

  expect(await database().accessCase.count({ where: { id: caseId } })).toBe(0)
  expect(await database().storedFile.count({ where: { id: { in: files.map(({ id }) => id) } } })).toBe(0)
})

test('more than a batch of keys are all shredded, and a second time none is left to', async () => {
  const keys = await transaction(async (tx) => {
    const made: string[] = []
    for (let count = 0; count < 450; count += 1) made.push((await createDataKey(tx)).id)
    return made
  })
  const all = () => listed(...keys.map((id) => tombstone('QUALIFICATION', newId(), id)))

  expect(await replayTombstones(all())).toBe(450)

  expect(await database().dataKey.count({ where: { id: { in: keys }, erasedAt: null } })).toBe(0)
  expect(await replayTombstones(all())).toBe(0)
})

test('what the older copy does not know is reported, and no key of the system is touched', async () => {
  const before = await systemKey('INDEX')
  const { id } = await database().dataKey.findUniqueOrThrow({ where: { name: 'INDEX' } })
  const unknown = newId()

  expect(await replayTombstones(listed(tombstone('FILE', newId(), unknown), tombstone('PERSON', newId(), id)))).toBe(0)

  expect(await dataKey(database(), id)).toEqual(before)
  expect(await database().tombstone.findUnique({ where: { dataKeyId: unknown } })).not.toBeNull()
})

test('a case open in the older copy is closed: withdrawn, off its reviewer’s desk, found by nobody', async () => {
  const { id } = (await aClaimedQualification()).qualification
  const { dataKeyId } = await database().qualification.findUniqueOrThrow({ where: { id } })

  expect(await replayTombstones(listed(tombstone('QUALIFICATION', id, dataKeyId)))).toBe(1)

  expect(await database().qualification.findUnique({ where: { id } })).toMatchObject({
    status: 'WITHDRAWN',
    reviewerId: null,
    documentsErasedAt: expect.any(Date),
    detailsErasedAt: expect.any(Date),
  })
  const found = { submission: { qualificationId: id }, valueIndex: { not: null } }
  expect(await database().declaredField.count({ where: found })).toBe(0)
  expect(await eventsAbout(id, 'qualification.withdrawn')).toMatchObject([{ actorKind: 'SYSTEM' }])
})

test('what was approved in the older copy is revoked', async () => {
  const { id } = (await aClaimedQualification()).qualification
  const approved = { status: 'APPROVED', validUntil: new Date('2099-01-01'), ...unclaimed } as const
  const { dataKeyId } = await database().qualification.update({ where: { id }, data: approved })
  await replayTombstones(listed(tombstone('QUALIFICATION', id, dataKeyId)))
  expect(await database().qualification.findUnique({ where: { id } })).toMatchObject({ status: 'REVOKED' })
})

test('what was approved in the older copy, and is past its end by now, has expired: nobody revoked it', async () => {
  const { id } = (await aClaimedQualification()).qualification
  const approved = { status: 'APPROVED', validUntil: new Date('2024-01-01'), ...unclaimed } as const
  const { dataKeyId } = await database().qualification.update({ where: { id }, data: approved })
  await replayTombstones(listed(tombstone('QUALIFICATION', id, dataKeyId)))
  expect(await database().qualification.findUnique({ where: { id } })).toMatchObject({ status: 'EXPIRED' })
  expect(await eventsAbout(id, 'qualification.revoked')).toEqual([])
})

test('a person who was erased can’t sign in by a session, or be found by a number, of the older copy', async () => {
  const { id, actor } = await people.aRegisteredApplicant()
  const { dataKeyId } = await database().user.findUniqueOrThrow({ where: { id } })

  await replayTombstones(listed(tombstone('PERSON', id, dataKeyId)))

  expect(await readSession(actor.sessionId)).toBeNull()
  expect(await database().user.findUnique({ where: { id } })).toMatchObject({
    status: 'DISABLED',
    phoneIndex: null,
    erasedAt: expect.any(Date),
  })
})
