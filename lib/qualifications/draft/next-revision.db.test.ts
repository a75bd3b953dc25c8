import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database, transaction } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { seeAll } from '@/tests/factories/journey'
import {
  aDocumentIn,
  aReadyDraft,
  aRegisteredApplicant,
  asShown,
  IDENTITY,
  submissionOf,
} from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { removeDocumentPage } from '../files/remove-document-page'
import { listQualifications } from '../queries'
import { readStatus } from '../read-status'
import { readDraft } from './read-draft'
import { saveFields } from './save-fields'
import { startNextRevision } from './start-next-revision'
import { submitQualification } from './submit-qualification'

async function submit(applicant: PersonActor, id: string) {
  return submitQualification(applicant, await asShown(applicant, id))
}

/** Submits, claims and decides; `refuse` lists the positions of the refused parts. */
async function reviewed(id: string, refuse: number[], reason: 'BLURRED' | 'NAME_MISMATCH' = 'BLURRED') {
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: id })
  await seeAll(reviewer, id)
  const { revision, parts } = await submissionOf(id)
  await decideQualification(reviewer, {
    qualificationId: id,
    revision,
    parts: parts
      .filter(({ carriedFromId }) => carriedFromId === null)
      .map((part) => {
        const isRefused = refuse.includes(part.position)
        return isRefused
          ? {
              partId: part.id,
              verdict: 'REFUSED',
              reasons: [reason],
              correction: 'PICTURE',
              correctionField: null,
              note: '请重拍',
            }
          : { partId: part.id, verdict: 'ACCEPTED', reasons: [], correction: null, correctionField: null, note: null }
      }),
  })
}

test('requested changes start the next revision: the same answers sealed again, the same files, and the last round to read', async () => {
  const { applicant, id } = await aReadyDraft({ source: 'TRADEMARK' })
  await submit(applicant, id)
  const before = await submissionOf(id)
  const portrait = before.parts.findIndex(
    ({ documentId }) => documentId === before.documents.find(({ kind }) => kind === 'ID_PORTRAIT')?.id,
  )
  await reviewed(id, [portrait])

  const after = await submissionOf(id)
  expect(after).toMatchObject({
    revision: 2,
    submittedAt: null,
    rulebookVersion: before.rulebookVersion,
    draftVersion: 0,
  })
  expect(after.fields).toHaveLength(before.fields.length)
  expect(after.fields[0]?.valueSealed).not.toEqual(before.fields[0]?.valueSealed)
  const filesOf = ({ documents }: typeof before) =>
    documents.flatMap(({ pages }) => pages.map(({ fileId }) => fileId)).toSorted()
  expect(filesOf(after)).toEqual(filesOf(before))

  const draft = await readDraft(applicant, id)
  expect(draft).toMatchObject({ status: 'CHANGES_REQUESTED', problems: [], fields: IDENTITY })
  expect(draft?.signatures).toMatchObject([{ text: '小明书屋', source: 'TRADEMARK' }])
  expect(draft?.refusals).toMatchObject([
    {
      documentKind: 'ID_PORTRAIT',
      reasons: [{ code: 'BLURRED' }],
      correction: 'PICTURE',
      note: '请重拍',
      isCorrected: false,
    },
  ])
  expect(draft?.tasks.map(({ state }) => state)).toEqual(['DONE', 'NEEDS_CORRECTION', 'DONE', 'DONE', 'DONE', 'DONE'])
  expect(await readStatus(applicant, id)).toMatchObject({
    status: 'CHANGES_REQUESTED',
    ahead: null,
    round: { outcome: 'CHANGES_REQUESTED', revision: 1, refusals: [{ note: '请重拍' }] },
    timeline: [{ event: 'STARTED' }, { event: 'SUBMITTED', revision: 1 }, { event: 'CHANGES_REQUESTED', revision: 1 }],
  })
})

test('a replaced picture is a correction; the old one stays with its revision; then all can be approved', async () => {
  const { applicant, id } = await aReadyDraft()
  await submit(applicant, id)
  const first = await submissionOf(id)
  await reviewed(id, [3])
  const old = first.documents.find(({ kind }) => kind === 'ID_PORTRAIT')?.pages[0]?.fileId ?? ''
  await removeDocumentPage(applicant, { qualificationId: id, fileId: old })
  await aDocumentIn(id, applicant, 'ID_PORTRAIT')
  expect(await database().storedFile.count({ where: { id: old } })).toBe(1)
  expect((await readDraft(applicant, id))?.refusals).toMatchObject([{ isCorrected: true }])

  const queued = await database().qualification.findUniqueOrThrow({ where: { id } })
  const receipt = await submit(applicant, id)
  expect(receipt.revision).toBe(2)
  const again = await database().qualification.findUniqueOrThrow({ where: { id } })
  expect(again.firstSubmittedAt).toEqual(queued.firstSubmittedAt)
  expect(again.queuedAt).toEqual(receipt.submittedAt)
  await reviewed(id, [])
  expect(await readStatus(applicant, id)).toMatchObject({
    status: 'APPROVED',
    round: { outcome: 'APPROVED', refusals: [] },
  })
  expect(await readDraft(applicant, id)).toBeNull()
})

test('a late second tab of the first submission gets its receipt and submits nothing', async () => {
  const { applicant, id } = await aReadyDraft()
  const { draftVersion } = await submissionOf(id)
  const receipt = await submit(applicant, id)
  await reviewed(id, [3])
  expect(await submitQualification(applicant, { qualificationId: id, revision: 1, draftVersion })).toEqual(receipt)
  expect((await submissionOf(id)).submittedAt).toBeNull()
})

test('a changed answer corrects a refused group', async () => {
  const { applicant, id } = await aReadyDraft()
  await submit(applicant, id)
  await transaction((tx) => tx.qualification.update({ where: { id }, data: { status: 'CHANGES_REQUESTED' } }))
  await transaction((tx) => startNextRevision(tx, id))
  const seen = (await readDraft(applicant, id))?.seen.fields ?? ''
  await saveFields(applicant, { qualificationId: id, task: 'identity', seen, answers: { 'person.name': '王晓明' } })
  expect((await readDraft(applicant, id))?.fields['person.name']).toBe('王晓明')
  await expect(transaction((tx) => startNextRevision(tx, id))).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('the number of cases ahead in the queue is counted', async () => {
  await database().qualification.updateMany({ where: { status: 'SUBMITTED' }, data: { status: 'WITHDRAWN' } })
  const drafts = [await aReadyDraft(), await aReadyDraft(), await aReadyDraft()]
  for (const { applicant, id } of drafts) await submit(applicant, id)
  const ahead = await Promise.all(drafts.map(async ({ applicant, id }) => (await readStatus(applicant, id))?.ahead))
  expect(ahead).toEqual([0, 1, 2])
})

test('people see only qualifications of their own accounts', async () => {
  const { applicant, id } = await aReadyDraft()
  await submit(applicant, id)
  expect(await listQualifications(applicant)).toMatchObject([{ id, status: 'SUBMITTED' }])
  for (const stranger of [await aRegisteredApplicant(), await someStaff()]) {
    expect(await readStatus(stranger, id)).toBeNull()
    expect(await listQualifications(stranger)).toEqual([])
  }
  expect((await eventsAbout(id)).at(-1)?.action).toBe('qualification.submitted')
})
