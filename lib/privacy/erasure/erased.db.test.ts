import { expect, test } from 'vitest'
import { readStory } from '@/lib/cases/read-story'
import { showDeclared } from '@/lib/cases/show-declared'
import { DAY } from '@/lib/core/clock'
import { database, transaction } from '@/lib/db/client'
import { readOwnFilings } from '@/lib/filings/queries'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { renewQualification } from '@/lib/qualifications/draft/renew-qualification'
import { exportOriginal } from '@/lib/qualifications/files/export-original'
import { openFile } from '@/lib/qualifications/files/open-file'
import { listQualifications } from '@/lib/qualifications/queries'
import { readStatus } from '@/lib/qualifications/read-status'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { releaseClaim } from '@/lib/review/claims/release-claim'
import { readForReview } from '@/lib/review/read-for-review'
import { decide, submit } from '@/tests/factories/journey'
import { aColleague, anAdministrator, aRegisteredApplicant } from '@/tests/factories/people'
import { aDocumentIn, aReadyDraft } from '@/tests/factories/qualifications'
import { aClaimedQualification } from '@/tests/factories/review'
import { eraseQualification, type QualificationScope } from './erase-qualification'

const SYSTEM = { kind: 'SYSTEM', id: null } as const

/** Returns a qualification that a reviewer approved, with its carrier filings created. */
async function anApproved() {
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
  await submit(applicant.actor, id)
  await decide((await aColleague()).actor, id)
  return { applicant, id }
}

/** Sets its validity to have ended that many days ago. */
const endedAgo = (id: string, days: number) =>
  database().qualification.update({
    where: { id },
    data: { status: 'EXPIRED', validUntil: new Date(Date.now() - days * DAY) },
  })

const erase = (id: string, scopes: QualificationScope = ['DOCUMENTS', 'DETAILS']) =>
  transaction((tx) => eraseQualification(tx, SYSTEM, { id, scopes, cause: 'RETENTION', requestId: null }))

test('its applicant sees that it was, and is shown its dates alone', async () => {
  const { applicant, id } = await anApproved()
  await endedAgo(id, 800)
  await erase(id)

  expect(await listQualifications(applicant.actor)).toMatchObject([
    { id, name: null, mayRenew: false, erasedAt: expect.any(Date) },
  ])
  const status = await readStatus(applicant.actor, id)
  expect(status).toMatchObject({
    erased: { details: expect.any(Date) },
    round: null,
    answers: {},
    may: { renew: false },
  })
  expect(status?.timeline.map(({ event }) => event)).toEqual(['STARTED', 'SUBMITTED', 'APPROVED'])
  for (const { text } of await readOwnFilings(applicant.actor, id)) expect(text).toBeNull()
  await expect(renewQualification(applicant.actor, { qualificationId: id })).rejects.toMatchObject({
    code: 'INVALID_STATE',
  })
})

test('staff see decisions and times; what was written, even by them, opens for nobody', async () => {
  const { id } = await anApproved()
  const admin = await anAdministrator()
  await revokeQualification(admin, { qualificationId: id, reason: 'OTHER', note: '已停业' })
  await erase(id)

  const story = await readStory(admin, id)
  expect(story).toMatchObject({ declared: null, may: { read: false, export: false } })
  expect(story?.head.detailsErasedAt).toEqual(expect.any(Date))
  expect(story?.statusChanges).toMatchObject([{ kind: 'REVOKED', reason: 'OTHER', note: null }])
  expect(story?.rounds[0]?.decision).toMatchObject({ outcome: 'APPROVED' })
  await expect(showDeclared(admin, { qualificationId: id, reason: 'DISPUTE', note: null })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  for (const roles of [['REVIEWER'], ['AUDITOR'], ['LEAD']] as const) {
    const { actor } = await aColleague({ roles: [...roles] })
    expect(await readStory(actor, id)).toMatchObject({ declared: null })
  }
})

test('when documents are erased, declared values are still shown, and no file opens or is used again, not even one that another uses', async () => {
  const { applicant, id } = await anApproved()
  await endedAgo(id, 10)
  const { id: renewal } = await renewQualification(applicant.actor, { qualificationId: id })
  const { fileId } = await database().documentPage.findFirstOrThrow({
    where: { document: { submission: { qualificationId: id }, kind: 'ID_PORTRAIT' } },
  })
  await erase(id, ['DOCUMENTS'])

  const admin = await anAdministrator()
  const story = await readStory(admin, id)
  expect(story).toMatchObject({ may: { read: true, export: false } })
  expect(story?.declared?.groups.length).toBeGreaterThan(0)
  const taken = { qualificationId: id, fileId, reason: 'INSPECTION', note: null } as const
  await expect(exportOriginal(admin, taken)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const { record } = await database().erasure.findFirstOrThrow({ where: { qualificationId: id } })
  expect(record).toMatchObject({
    details: null,
    remains: expect.arrayContaining([expect.objectContaining({ what: 'SHARED_FILES' })]),
  })
  const draft = await readDraft(applicant.actor, renewal)
  expect(draft?.slots.find(({ slot }) => slot.kind === 'ID_PORTRAIT')?.pages).toHaveLength(1)
  const { id: another } = await createQualification(applicant.actor, { kind: 'INDIVIDUAL', from: id })
  const refilled = await readDraft(applicant.actor, another)
  expect(refilled?.fields['person.name']).toBeDefined()
  expect(refilled?.slots.flatMap(({ pages }) => pages)).toEqual([])
  await expect(erase(id, ['DOCUMENTS'])).rejects.toMatchObject({ code: 'CONFLICT' })
  await erase(id)
  await expect(erase(id)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a renewal whose source was erased is filled in, submitted and judged without it', async () => {
  const { applicant, id } = await anApproved()
  await endedAgo(id, 10)
  const { id: renewal } = await renewQualification(applicant.actor, { qualificationId: id })
  await erase(id)
  expect(await readDraft(applicant.actor, renewal)).toMatchObject({ renews: { id } })
  // These are never carried over.
  for (const kind of ['COMMITMENT_LETTER', 'ID_IN_HAND'] as const) await aDocumentIn(renewal, applicant, kind)
  await submit(applicant.actor, renewal)
  const { actor } = await aColleague()
  await claimQualification(actor, { qualificationId: renewal })
  const opened = (await readForReview(actor, renewal))?.opened
  expect(opened?.parts.length).toBeGreaterThan(4)
  expect(opened?.parts.every(({ previous }) => previous === null)).toBe(true)
})

test('another that is started from it starts empty', async () => {
  const { applicant, id } = await anApproved()
  await endedAgo(id, 10)
  await erase(id)
  const { id: next } = await createQualification(applicant.actor, { kind: 'INDIVIDUAL', from: id })
  expect((await readDraft(applicant.actor, next))?.fields['person.name']).toBeUndefined()
})

test('one in progress is not erased, by the verb or by the database', async () => {
  const { id } = await anApproved()
  await expect(erase(id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  const byHand = database().qualification.update({ where: { id }, data: { documentsErasedAt: new Date() } })
  await expect(byHand).rejects.toThrow(/qualifications_erased_check/)
})

test('no page of a file of it opens for its applicant', async () => {
  const { applicant, id } = await anApproved()
  await endedAgo(id, 10)
  const { fileId } = await database().documentPage.findFirstOrThrow({
    where: { document: { submission: { qualificationId: id } } },
  })
  await erase(id, ['DOCUMENTS'])
  const page = { fileId, variant: 'THUMBNAIL', page: 0 } as const
  await expect(openFile(applicant.actor, page)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('what it declared is found in no other case, and which pages were looked at is known of the others alone', async () => {
  const values = { fields: { 'person.idNumber': '110105194912310038' }, signatures: ['旧书店'] }
  const { qualification, submissionId, reviewer } = await aClaimedQualification(values)
  await releaseClaim(reviewer, { qualificationId: qualification.id })
  const claimed = await aClaimedQualification(values)
  const seen = async () => {
    const parts = (await readForReview(claimed.reviewer, claimed.qualification.id))?.opened?.parts ?? []
    const searched = parts.filter(({ kind, fieldGroup }) => fieldGroup === 'identity' || kind === 'SENDER_SIGNATURE')
    return searched.map(({ seenElsewhere }) => seenElsewhere.map(({ id }) => id))
  }
  const pagesOf = (id: string) => database().seenPage.count({ where: { submissionId: id } })
  const pages = await pagesOf(claimed.submissionId)
  expect(await seen()).toEqual([[qualification.id], [qualification.id]])
  expect(pages).toBeGreaterThan(0)
  expect(await pagesOf(submissionId)).toBe(pages)
  await endedAgo(qualification.id, 800)
  await erase(qualification.id)
  expect(await seen()).toEqual([[], []])
  expect([await pagesOf(submissionId), await pagesOf(claimed.submissionId)]).toEqual([0, pages])
})
