import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY, dateIn } from '@/lib/core/clock'
import { database, transaction } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { awaitLetterHolds } from '@/lib/rulebook/letters/registry'
import { eventsAbout } from '@/tests/factories/audit'
import { seeAll } from '@/tests/factories/journey'
import { anAdministrator } from '@/tests/factories/people'
import {
  aDocumentIn,
  aReadyDraft,
  asShown,
  aWrittenDraft,
  signAgain,
  submissionOf,
} from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { publishedLetters } from '@/tests/factories/rules'
import { avoidMidnight } from '@/tests/setup/boundaries'
import { interleaveWith } from '@/tests/setup/interleave'
import { removeDocumentPage } from '../../files/remove-document-page'
import { readDraft } from '../read-draft'
import { saveFields } from '../save-fields'
import { startNextRevision } from '../start-next-revision'
import { submitQualification } from '../submit-qualification'

beforeEach(avoidMidnight)

const inDays = (days: number) => dateIn(new Date(Date.now() + days * DAY))

/** Makes a draft and its files as old as this. */
async function aged(qualificationId: string, days = 20) {
  const { id, documents } = await submissionOf(qualificationId)
  const createdAt = new Date(Date.now() - days * DAY)
  await database().submission.update({ where: { id }, data: { createdAt } })
  const fileIds = documents.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  await database().storedFile.updateMany({ where: { id: { in: fileIds } }, data: { createdAt } })
  const issuedAt = new Date(createdAt.getTime() - DAY)
  await database().letter.updateMany({ where: { qualificationId }, data: { issuedAt } })
}

async function anOldDraft() {
  const draft = await aReadyDraft()
  await aged(draft.id)
  return draft
}

const publish = async (requiredFrom: string, daysAgo = 10) =>
  (await publishedLetters(await anAdministrator(), requiredFrom, daysAgo)).version

const standing = async (applicant: PersonActor, id: string) => {
  const draft = await readDraft(applicant, id)
  return draft?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')?.letter ?? null
}
const textOf = async (applicant: PersonActor, id: string) => (await readDraft(applicant, id))?.letterText
const submit = async (applicant: PersonActor, id: string) =>
  submitQualification(applicant, await asShown(applicant, id))
const rename = (applicant: PersonActor, qualificationId: string, name: string) => {
  const answers = { 'person.name': name }
  return saveFields(applicant, { qualificationId, task: 'identity', seen: '', overwrite: 'yes', answers })
}

test('before the day an open draft still uses its older text, says until when, and is submitted with it', async () => {
  const { applicant, id } = await anOldDraft()
  const { letterVersion } = await submissionOf(id)
  await publish(inDays(1))
  expect(await textOf(applicant, id)).toEqual({ since: null, until: inDays(1) })
  expect(await standing(applicant, id)).toBeNull()
  await submit(applicant, id)
  expect(await submissionOf(id)).toMatchObject({ letterVersion })
})

test.each([
  ['on', 0],
  ['after', -3],
])(
  '%s the day it is moved: its letter is void, the submission waits, and is recorded with the new text',
  async (_, day) => {
    const { applicant, id } = await anOldDraft()
    const version = await publish(inDays(day))
    expect(await textOf(applicant, id)).toEqual({ since: inDays(day), until: null })
    expect(await standing(applicant, id)).toEqual({ state: 'VOID', changes: [{ of: 'TEXT' }], since: inDays(day) })
    const block = (await readDraft(applicant, id))?.findings.find(({ code }) => code === 'LETTER_OUTDATED')
    expect(dateIn(new Date(block?.params.since ?? 0))).toBe(inDays(day))
    await expect(submit(applicant, id)).rejects.toMatchObject({ code: 'INCOMPLETE' })

    await signAgain(applicant, id)
    await submit(applicant, id)
    expect(await submissionOf(id)).toMatchObject({ letterVersion: version })
    const submitted = (await eventsAbout(id)).filter(({ action }) => action === 'qualification.submitted')
    expect(submitted).toMatchObject([{ data: { letterVersion: version } }])
    const issued = (await eventsAbout(id)).filter(({ action }) => action === 'letter.issued')
    expect(issued.at(-1)?.data).toMatchObject({ letterVersion: version })
  },
)

test('a photograph of a letter that has no row is void once the draft is moved', async () => {
  const { applicant, id } = await aWrittenDraft()
  await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  await aged(id)
  expect(await standing(applicant, id)).toBeNull()
  await publish(inDays(-2))
  expect(await standing(applicant, id)).toEqual({ state: 'VOID', changes: [], since: inDays(-2) })
})

test('after the move a changed fact is one more reason, and changing it back does not make the older text valid', async () => {
  const { applicant, id } = await anOldDraft()
  await publish(inDays(-1))
  await rename(applicant, id, '王晓明')
  expect(await standing(applicant, id)).toMatchObject({
    ...{ state: 'VOID', since: inDays(-1) },
    changes: [{ of: 'TEXT' }, { of: 'PARTICULAR' }],
  })
  await rename(applicant, id, '王小明')
  expect(await standing(applicant, id)).toMatchObject({ state: 'VOID', changes: [{ of: 'TEXT' }] })

  await signAgain(applicant, id)
  await rename(applicant, id, '王晓明')
  // Now it is a letter of the new text that is void.
  expect(await standing(applicant, id)).toMatchObject({ state: 'VOID', changes: [{ of: 'PARTICULAR' }], since: null })
})

test('a next revision stays with its letters while their text is accepted, and moves when it is not', async () => {
  const { applicant, id } = await anOldDraft()
  await submit(applicant, id)
  const { letterVersion } = await submissionOf(id)
  const submitted = await submissionOf(id)
  await publish(inDays(4))
  await transaction(async (tx) => {
    await tx.qualification.update({ where: { id }, data: { status: 'CHANGES_REQUESTED' } })
    await startNextRevision(tx, id)
  })
  expect(await submissionOf(id)).toMatchObject({ revision: 2, letterVersion })
  expect(await standing(applicant, id)).toBeNull()
  expect(await textOf(applicant, id)).toEqual({ since: null, until: inDays(4) })

  await publish(inDays(-1))
  expect(await standing(applicant, id)).toMatchObject({ state: 'VOID', changes: [{ of: 'TEXT' }], since: inDays(-1) })
  // What was submitted has the text that it was submitted with.
  const first = await database().submission.findUniqueOrThrow({ where: { id: submitted.id } })
  expect(first).toMatchObject({ letterVersion, submittedAt: submitted.submittedAt })
})

test('a letter that was accepted is carried with its text', async () => {
  const { applicant, id } = await anOldDraft()
  await submit(applicant, id)
  const { letterVersion, parts, revision, documents } = await submissionOf(id)
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: id })
  await seeAll(reviewer, id)
  const portrait = documents.find(({ kind }) => kind === 'ID_PORTRAIT')
  const accepted = { verdict: 'ACCEPTED' as const, reasons: [], correction: null, correctionField: null, note: null }
  const refused = { ...accepted, verdict: 'REFUSED' as const, reasons: ['BLURRED'], correction: 'PICTURE' as const }
  await decideQualification(reviewer, {
    ...{ qualificationId: id, revision },
    parts: parts.map((part) => ({ partId: part.id, ...(part.documentId === portrait?.id ? refused : accepted) })),
  })
  await publish(inDays(-1))
  expect(await textOf(applicant, id)).toEqual({ since: null, until: null })
  for (const { fileId } of portrait?.pages ?? []) {
    await removeDocumentPage(applicant, { qualificationId: id, fileId })
  }
  await aDocumentIn(id, applicant, 'ID_PORTRAIT')
  await submit(applicant, id)
  const again = await submissionOf(id)
  expect(again).toMatchObject({ revision: 2, letterVersion })
  const letter = again.documents.find(({ kind }) => kind === 'COMMITMENT_LETTER')
  expect(again.parts.find(({ documentId }) => documentId === letter?.id)?.carriedFromId).not.toBeNull()
})

test('a submission that waits for a publication is checked against the new text', async () => {
  const { applicant, id } = await anOldDraft()
  const administrator = await anAdministrator()
  const shown = await asShown(applicant, id)
  const attempt = interleaveWith(
    async (tx) => {
      await awaitLetterHolds(tx)
      await publishedLetters(administrator, inDays(0))
    },
    () => submitQualification(applicant, shown),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'INCOMPLETE' })
  expect((await submissionOf(id)).submittedAt).toBeNull()
})
