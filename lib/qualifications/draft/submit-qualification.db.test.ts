import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { commitmentDigest } from '@/lib/audit/commitment'
import { dataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import {
  aDocumentIn,
  aDraft,
  aReadyDraft,
  aRegisteredApplicant,
  asShown,
  IDENTITY,
  INDIVIDUAL_DOCUMENTS,
  signAgain,
  submissionOf,
} from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { interleave, interleaveWith } from '@/tests/setup/interleave'
import { slotKey } from './locks'
import { readDraft } from './read-draft'
import { saveFields } from './save-fields'
import { submitQualification } from './submit-qualification'

async function submit(
  actor: PersonActor,
  id: string,
  as: { revision?: number; draftVersion?: number; shown?: string } = {},
) {
  return submitQualification(actor, { ...(await asShown(actor, id)), ...as })
}
const submittedOf = async (id: string) =>
  (await eventsAbout(id)).filter(({ action }) => action === 'qualification.submitted')

test('submits a complete draft: it is frozen, split into parts and queued, with a commitment to its content', async () => {
  const { applicant, id } = await aReadyDraft({ source: 'TRADEMARK' })
  const receipt = await submit(applicant, id)

  const { parts, submittedById, submittedAt } = await submissionOf(id)
  expect(parts.map(({ kind }) => kind)).toEqual([
    ...Array.from({ length: 3 }, () => 'FIELDS'),
    ...INDIVIDUAL_DOCUMENTS.map(() => 'DOCUMENT'),
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
  expect(files).toHaveLength(INDIVIDUAL_DOCUMENTS.length + 1) // and the evidence
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

test('ten concurrent requests and later ones are one submission with one receipt and one event', async () => {
  const { applicant, id } = await aReadyDraft()
  const input = await asShown(applicant, id)
  const receipts = await Promise.all(Array.from({ length: 10 }, () => submitQualification(applicant, input)))
  const again = await submitQualification(applicant, input)

  for (const receipt of receipts) expect(receipt).toEqual(again)
  expect(await submittedOf(id)).toHaveLength(1)
  expect((await submissionOf(id)).parts).toHaveLength(INDIVIDUAL_DOCUMENTS.length + 5)
})

test('an incomplete draft is refused with the number of problems', async () => {
  const { applicant, id } = await aDraft()
  await expect(submit(applicant, id)).rejects.toMatchObject({
    code: 'INCOMPLETE',
    params: { problems: expect.any(Number) },
  })
  const ready = await aReadyDraft()
  const { fields = {} } = (await readDraft(ready.applicant, ready.id)) ?? {}
  expect(fields['person.name']).toBe('王小明')
  const name = { task: 'identity' as const, seen: (await readDraft(ready.applicant, ready.id))?.seen.fields ?? '' }
  await saveFields(ready.applicant, { qualificationId: ready.id, ...name, answers: { 'person.name': '王' } })
  const attempt = submit(ready.applicant, ready.id)
  await expect(attempt).rejects.toMatchObject({ code: 'INCOMPLETE', params: { problems: 2 } }) // the letter is void too
  expect(await submittedOf(ready.id)).toEqual([])
})

test('only the state that the applicant saw is submitted', async () => {
  const { applicant, id } = await aReadyDraft()
  const { draftVersion } = await submissionOf(id)
  await expect(submit(applicant, id, { draftVersion: draftVersion - 1 })).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(submit(applicant, id, { revision: 2 })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await submissionOf(id)).submittedAt).toBeNull()
})

test('a file in a slot that these answers do not require is removed', async () => {
  const { applicant, id } = await aReadyDraft({ source: 'TRADEMARK' })
  const seen = (await readDraft(applicant, id))?.seen.fields ?? ''
  const passport = {
    ...IDENTITY,
    'person.idType': 'PASSPORT',
    'person.idNumber': 'E12345678',
    'person.idValidTo': '2099-01-01',
  }
  const drop = [slotKey('ID_EMBLEM', null)]
  await saveFields(applicant, { qualificationId: id, task: 'who', seen, drop, answers: passport })
  await saveFields(applicant, { qualificationId: id, task: 'identity', seen, answers: passport })
  await aDocumentIn(id, applicant, 'ID_EMBLEM') // as an earlier release left it
  await signAgain(applicant, id)
  await submit(applicant, id)
  const { documents, parts } = await submissionOf(id)
  expect(documents.map(({ kind }) => kind)).not.toContain('ID_EMBLEM')
  expect(parts.filter(({ kind }) => kind === 'DOCUMENT')).toHaveLength(INDIVIDUAL_DOCUMENTS.length) // with the evidence
  const removed = (await eventsAbout(id)).filter(({ action }) => action === 'document.removed')
  expect(removed.at(-1)).toMatchObject({ data: { kind: 'ID_EMBLEM' } })
  expect(await database().storedFile.count({ where: { accountId: applicant.accountId } })).toBe(
    INDIVIDUAL_DOCUMENTS.length,
  )
})

test('yields to a change that lands between its read and its write', async () => {
  const { applicant, id } = await aReadyDraft()
  const input = await asShown(applicant, id)
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
    await expect(submit(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  await submit(applicant, id)
  await expect(submit(await someStaff(), id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(submit(await aRegisteredApplicant(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a submission can’t be changed any more, not even by a direct write to the database', async () => {
  const { applicant, id } = await aReadyDraft()
  await submit(applicant, id)
  const { id: submissionId } = await submissionOf(id)
  await expect(aDocumentIn(id, applicant, 'SUPPORTING')).rejects.toThrow()
  await expect(database().declaredField.deleteMany({ where: { submissionId } })).rejects.toThrow()
})
