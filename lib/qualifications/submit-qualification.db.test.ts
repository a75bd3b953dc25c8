import { expect, test } from 'vitest'
import { commitmentDigest } from '@/lib/audit/commitment'
import type { PersonActor } from '@/lib/auth/actor'
import { dataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import {
  aDocumentIn,
  aDraft,
  aReadyDraft,
  aRegisteredApplicant,
  IDENTITY,
  submissionOf,
} from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { interleave, interleaveWith } from '@/tests/setup/interleave'
import { readDraft } from './read-draft'
import { saveFields } from './save-fields'
import { submitQualification } from './submit-qualification'

async function handIn(actor: PersonActor, id: string, as: { revision?: number; draftVersion?: number } = {}) {
  const seen = await submissionOf(id)
  return submitQualification(actor, {
    qualificationId: id,
    revision: seen.revision,
    draftVersion: seen.draftVersion,
    ...as,
  })
}
const submittedOf = async (id: string) =>
  (await eventsAbout(id)).filter(({ action }) => action === 'qualification.submitted')

test('hands in what is complete: frozen, in parts, queued, with a commitment to every word', async () => {
  const { applicant, id } = await aReadyDraft({ source: 'TRADEMARK' })
  const receipt = await handIn(applicant, id)

  const { parts, submittedById, submittedAt } = await submissionOf(id)
  expect(parts.map(({ kind }) => kind)).toEqual([
    ...Array.from({ length: 3 }, () => 'FIELDS'),
    ...Array.from({ length: 4 }, () => 'DOCUMENT'),
    'SENDER_SIGNATURE',
    'DOCUMENT',
    'SAMPLE_MESSAGES',
  ])
  expect([submittedById, submittedAt]).toEqual([applicant.id, receipt.submittedAt])
  const found = await database().qualification.findUniqueOrThrow({ where: { id } })
  expect(found).toMatchObject({
    status: 'SUBMITTED',
    queuedAt: submittedAt,
    firstSubmittedAt: submittedAt,
    revision: 1,
  })
  expect(receipt).toMatchObject({ id, reference: found.reference, revision: 1 })

  const [event, ...others] = await submittedOf(id)
  expect(others).toEqual([])
  if (!event) throw new Error('No event')
  const { declared, files } = event.data as { declared: string; files: unknown[] }
  expect(files).toHaveLength(5)
  expect(JSON.stringify(event.data)).not.toMatch(/王小明|11010519491231002X|13800138000|书屋/)
  const disclosure = await database().auditDisclosure.findFirstOrThrow({ where: { eventId: event.id } })
  const key = await dataKey(database(), disclosure.dataKeyId)
  const opened = (column: 'salt_sealed' | 'value_sealed', sealed: Uint8Array) =>
    open(key, { table: 'audit_disclosures', column, row: `${event.id}/declared` }, sealed)
  const salt = Buffer.from(opened('salt_sealed', disclosure.saltSealed), 'base64')
  const value = JSON.parse(opened('value_sealed', disclosure.valueSealed))
  expect(value).toMatchObject({
    fields: IDENTITY,
    signatures: [{ text: '小明书屋' }],
    samples: [{ text: '您订的书到了。' }],
    files,
  })
  expect(commitmentDigest(salt, 'declared', value)).toBe(declared)
})

test('ten at once, and any later, are one submission with one answer and one event', async () => {
  const { applicant, id } = await aReadyDraft()
  const seen = await submissionOf(id)
  const input = { qualificationId: id, revision: 1, draftVersion: seen.draftVersion }
  const receipts = await Promise.all(Array.from({ length: 10 }, () => submitQualification(applicant, input)))
  const again = await submitQualification(applicant, input)

  for (const receipt of receipts) expect(receipt).toEqual(again)
  expect(await submittedOf(id)).toHaveLength(1)
  expect((await submissionOf(id)).parts).toHaveLength(9)
})

test('what is not complete is refused with how much is missing', async () => {
  const { applicant, id } = await aDraft()
  await expect(handIn(applicant, id)).rejects.toMatchObject({
    code: 'INCOMPLETE',
    params: { problems: expect.any(Number) },
  })
  const ready = await aReadyDraft()
  const { fields = {} } = (await readDraft(ready.applicant, ready.id)) ?? {}
  expect(fields['person.name']).toBe('王小明')
  const name = { task: 'identity' as const, seen: (await readDraft(ready.applicant, ready.id))?.seen.fields ?? '' }
  await saveFields(ready.applicant, { qualificationId: ready.id, ...name, answers: { 'person.name': '王' } })
  const attempt = handIn(ready.applicant, ready.id)
  await expect(attempt).rejects.toMatchObject({ code: 'INCOMPLETE', params: { problems: 1 } })
  expect(await submittedOf(ready.id)).toEqual([])
})

test('only what they saw is handed in', async () => {
  const { applicant, id } = await aReadyDraft()
  const { draftVersion } = await submissionOf(id)
  await expect(handIn(applicant, id, { draftVersion: draftVersion - 1 })).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(handIn(applicant, id, { revision: 2 })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await submissionOf(id)).submittedAt).toBeNull()
})

test('a file in a slot that these answers do not lead to is not kept', async () => {
  const { applicant, id } = await aReadyDraft({ source: 'TRADEMARK' })
  const seen = (await readDraft(applicant, id))?.seen.fields ?? ''
  const passport = {
    ...IDENTITY,
    'person.idType': 'PASSPORT',
    'person.idNumber': 'E12345678',
    'person.idValidTo': '2099-01-01',
  }
  await saveFields(applicant, { qualificationId: id, task: 'identity', seen, answers: passport })
  await handIn(applicant, id)
  const { documents, parts } = await submissionOf(id)
  expect(documents.map(({ kind }) => kind)).not.toContain('ID_EMBLEM')
  expect(parts.filter(({ kind }) => kind === 'DOCUMENT')).toHaveLength(4)
  expect((await eventsAbout(id)).find(({ action }) => action === 'document.removed')).toMatchObject({
    data: { kind: 'ID_EMBLEM' },
  })
  expect(await database().storedFile.count({ where: { accountId: applicant.accountId } })).toBe(4)
})

test('yields to what lands between its read and its write', async () => {
  const { applicant, id } = await aReadyDraft()
  const input = { qualificationId: id, revision: 1, draftVersion: (await submissionOf(id)).draftVersion }
  const attempt = () => submitQualification(applicant, input)
  await expect(
    interleaveWith(
      (tx) => tx.submission.updateMany({ where: { qualificationId: id }, data: { draftVersion: 99 } }),
      attempt,
    ),
  ).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(interleave(id, { status: 'WITHDRAWN' }, attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await submittedOf(id)).toEqual([])
  await expect(attempt()).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('refuses everyone but the members of its account', async () => {
  const { applicant, id } = await aReadyDraft()
  for (const stranger of [await aRegisteredApplicant(), await someStaff()]) {
    await expect(handIn(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  await handIn(applicant, id)
  await expect(handIn(await someStaff(), id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(handIn(await aRegisteredApplicant(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('what was handed in can no longer be changed, not even past the verbs', async () => {
  const { applicant, id } = await aReadyDraft()
  await handIn(applicant, id)
  const { id: submissionId } = await submissionOf(id)
  await expect(aDocumentIn(id, applicant, 'SUPPORTING')).rejects.toThrow()
  await expect(database().declaredField.deleteMany({ where: { submissionId } })).rejects.toThrow()
})
