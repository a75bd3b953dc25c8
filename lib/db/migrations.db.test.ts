import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'

const bytes = () => new Uint8Array(32)
const aDataKey = () => database().dataKey.create({ data: { wrapped: bytes(), keyringId: 'test' } })

async function aSubmission() {
  const { id: dataKeyId } = await aDataKey()
  const { id: createdById } = await database().user.create({ data: { dataKeyId } })
  const { id: accountId } = await database().account.create({ data: {} })
  const qualification = await database().qualification.create({
    data: { reference: randomUUID(), accountId, createdById, kind: 'INDIVIDUAL', dataKeyId },
  })
  const submission = await database().submission.create({
    data: { qualificationId: qualification.id, revision: 1, rulebookVersion: 'test', letterVersion: 'test' },
  })
  return { userId: createdById, accountId, qualification, submission }
}

test('an audit event is neither changed nor taken away', async () => {
  const { id } = await database().auditEvent.create({
    data: { id: randomUUID(), version: 1, at: new Date(), actorKind: 'SYSTEM', action: 'test', data: {} },
  })

  await expect(database().auditEvent.update({ where: { id }, data: { version: 2 } })).rejects.toThrow(
    /permission denied/,
  )
  await expect(database().auditEvent.delete({ where: { id } })).rejects.toThrow(/permission denied/)
  for (const statement of [
    'UPDATE audit_events SET version = 2',
    'DELETE FROM audit_events',
    'TRUNCATE audit_events CASCADE',
  ])
    await expect(asOwner((client) => client.query(statement))).rejects.toThrow(/append-only/)
  expect(await database().auditEvent.findUnique({ where: { id } })).toMatchObject({ version: 1 })
})

describe('a submission', () => {
  const text = bytes()
  let submissionId: string
  let documentId: string
  let fileId: string

  beforeAll(async () => {
    const { userId, accountId, submission } = await aSubmission()
    submissionId = submission.id
    const { id: dataKeyId } = await aDataKey()
    const file = { accountId, uploadedById: userId, dataKeyId, nameSealed: text, mediaType: 'image/png', sha256: text }
    fileId = (await database().storedFile.create({ data: { ...file, state: 'READY', size: 1, width: 1, height: 1 } }))
      .id
    documentId = (await database().document.create({ data: { submissionId, kind: 'ID_PORTRAIT' } })).id
    await database().documentPage.create({ data: { documentId, fileId, position: 0 } })
    await database().declaredField.create({ data: { submissionId, key: 'person.name', valueSealed: text } })
    await database().senderSignature.create({
      data: { submissionId, position: 0, source: 'OWN_NAME', textSealed: text, textIndex: text },
    })
    await database().sampleMessage.create({ data: { submissionId, position: 0, textSealed: text } })
    await database().part.create({ data: { submissionId, kind: 'DOCUMENT', position: 0, documentId } })
    const submitted = { submittedAt: new Date(), submittedById: userId }
    await database().submission.update({ where: { id: submissionId }, data: submitted })
  })

  test.each([
    ['a field added', () => database().declaredField.create({ data: { submissionId, key: 'a', valueSealed: text } })],
    ['a field changed', () => database().declaredField.updateMany({ where: { submissionId }, data: { key: 'b' } })],
    ['a field removed', () => database().declaredField.deleteMany({ where: { submissionId } })],
    ['a signature', () => database().senderSignature.updateMany({ where: { submissionId }, data: { position: 1 } })],
    ['a sample message', () => database().sampleMessage.deleteMany({ where: { submissionId } })],
    ['a document added', () => database().document.create({ data: { submissionId, kind: 'ID_EMBLEM' } })],
    ['a document removed', () => database().document.delete({ where: { id: documentId } })],
    ['a page', () => database().documentPage.deleteMany({ where: { documentId } })],
    ['its own row', () => database().submission.update({ where: { id: submissionId }, data: { revision: 2 } })],
    ['a part', () => database().part.updateMany({ where: { submissionId }, data: { position: 1 } })],
  ])('refuses %s', async (_, change) => {
    await expect(change()).rejects.toThrow(/frozen|permission denied/)
  })
})

test('a slot holds one document, with or without a signature that it is evidence of', async () => {
  const { submission } = await aSubmission()
  const slot = { submissionId: submission.id, kind: 'ID_PORTRAIT' as const }
  await database().document.create({ data: slot })

  await expect(database().document.create({ data: slot })).rejects.toMatchObject({ code: 'P2002' })
})

test('a draft is written to, and its document goes with its pages', async () => {
  const { submission } = await aSubmission()
  const { id } = await database().document.create({ data: { submissionId: submission.id, kind: 'ID_PORTRAIT' } })

  await expect(database().document.delete({ where: { id } })).resolves.toMatchObject({ id })
})

test('a qualification is in review exactly when someone holds it', async () => {
  const { qualification, userId } = await aSubmission()
  const where = { id: qualification.id }
  const held = { reviewerId: userId, claimedAt: new Date(), leaseEndsAt: new Date() }

  for (const data of [
    { status: 'IN_REVIEW' as const },
    { status: 'IN_REVIEW' as const, ...held, leaseEndsAt: null },
    held,
  ]) {
    await expect(database().qualification.update({ where, data })).rejects.toThrow(/qualifications_claim_check/)
  }
  await database().qualification.update({ where, data: { status: 'IN_REVIEW', ...held } })
})
