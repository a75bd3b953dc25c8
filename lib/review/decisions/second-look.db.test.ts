import { expect, test } from 'vitest'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import { openFile } from '@/lib/qualifications/files/open-file'
import { aClaimedQualification, aSecondRevision, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { readForReview } from '../read-for-review'

async function opened(second: { reviewer: Awaited<ReturnType<typeof someStaff>>; qualification: { id: string } }) {
  const read = await readForReview(second.reviewer, second.qualification.id)
  if (!read?.opened) throw new Error('Not open')
  return read.opened
}

/**
 * Returns the outcome of viewing a file. Files of these tests are rows without bytes, which are missed after the event
 * of the view.
 */
async function looking(actor: Parameters<typeof openFile>[0], fileId: string) {
  const page = { fileId, variant: 'RENDITION', page: 0 } as const
  await database().storedBlob.createMany({ data: [{ ...page, id: newId(), size: 1 }], skipDuplicates: true })
  const code = await openFile(actor, page).catch((error: unknown) => {
    return error instanceof DomainError ? error.code : 'BROKEN'
  })
  const where = { actorId: actor.id, action: 'document.viewed', data: { path: ['fileId'], equals: fileId } }
  return (await database().auditEvent.count({ where })) > 0 ? 'ALLOWED' : code
}

test('a first revision has no previous parts', async () => {
  const { parts } = await opened(await aClaimedQualification())
  expect(parts.every(({ carried, previous }) => carried === null && previous === null)).toBe(true)
})

test('a refused part is shown next to its previous content, the reasons of its refusal and what changed', async () => {
  const second = await aSecondRevision()
  const before = second.first.parts.find(({ document }) => document?.kind === 'COMMITMENT_LETTER')
  const { parts } = await opened(second)
  const letter = parts.find(({ documentKind }) => documentKind === 'COMMITMENT_LETTER')

  expect(letter?.carried).toBeNull()
  expect(letter?.previous).toMatchObject({
    revision: 1,
    isAccepted: false,
    reasons: [{ code: 'BLURRED' }],
    correction: 'PICTURE',
    note: '请重新拍摄',
    changed: ['files'],
  })
  const pages = await database().documentPage.findMany({ where: { documentId: before?.documentId ?? '' } })
  expect(letter?.previous?.files.map(({ id }) => id)).toEqual(pages.map(({ fileId }) => fileId))
  expect(letter?.files.map(({ id }) => id)).toContain(second.fileId)
})

test('a carried part names who accepted it, when and in which revision', async () => {
  const reviewer = await someStaff({ name: '钱审核' })
  const second = await aSecondRevision({ reviewer })
  const { parts } = await opened(second)
  const carried = parts.filter(({ documentKind }) => documentKind !== 'COMMITMENT_LETTER')
  expect(carried.length).toBe(second.parts.length - 1)
  const decision = await database().decision.findFirstOrThrow({ where: { submissionId: second.first.submissionId } })
  for (const part of carried) {
    expect(part.carried).toEqual({ revision: 1, reviewer: '钱审核', at: decision.decidedAt })
    expect(part.previous).toBeNull()
  }
})

test('only the holder of the claim may view files of earlier revisions', async () => {
  const second = await aSecondRevision()
  const [before] = await database().documentPage.findMany({
    where: { document: { submissionId: second.first.submissionId, kind: 'COMMITMENT_LETTER' } },
  })
  const draftOnly = await aSubmittedQualification()
  const theirs = await database().documentPage.findFirstOrThrow({
    where: { document: { submissionId: draftOnly.submissionId } },
  })
  expect(await looking(second.reviewer, before?.fileId ?? '')).toBe('ALLOWED')
  expect(await looking(await someStaff(), before?.fileId ?? '')).toBe('CLAIM_LOST')
  expect(await looking(second.reviewer, theirs.fileId)).toBe('CLAIM_LOST')
})

test('a renewal is compared with the qualification that it renews, whose files its reviewer may view', async () => {
  const approved = await aSecondRevision({ signatures: ['小明书屋', '小明读书'] })
  const { applicant } = approved
  await database().qualification.update({
    where: { id: approved.qualification.id },
    data: { status: 'APPROVED', reviewerId: null, claimedAt: null, leaseEndsAt: null, decidedAt: await databaseTime() },
  })
  const [submission] = await database().submission.findMany({
    where: { qualificationId: approved.qualification.id },
    orderBy: { revision: 'desc' },
  })
  await database().decision.create({
    data: { submissionId: submission?.id ?? '', reviewerId: approved.reviewer.id, outcome: 'APPROVED' },
  })
  const renewal = await aClaimedQualification({ applicant, fields: { 'person.name': '王晓明' } })
  await database().qualification.update({
    where: { id: renewal.qualification.id },
    data: { renewsId: approved.qualification.id },
  })

  const { parts, renews } = await opened(renewal)
  expect(renews).toBe(approved.qualification.reference)
  const identity = parts.find(({ fieldGroup }) => fieldGroup === 'identity')
  expect(identity?.previous).toMatchObject({ revision: null, changed: ['person.name'] })
  expect(identity?.previous?.answers[0]).toMatchObject({ key: 'person.name', value: '王小明' })
  const signature = parts.find(({ kind }) => kind === 'SENDER_SIGNATURE')
  expect(signature?.previous?.signature?.text).toBe('小明书屋')

  const portrait = parts.find(({ documentKind }) => documentKind === 'ID_PORTRAIT')
  const oldFile = portrait?.previous?.files[0]?.id ?? ''
  expect(await looking(renewal.reviewer, oldFile)).toBe('ALLOWED')
  expect(await looking(await someStaff(), oldFile)).toBe('CLAIM_LOST')
})
