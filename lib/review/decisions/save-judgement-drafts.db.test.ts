import { expect, test } from 'vitest'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { seeAll } from '@/tests/factories/journey'
import {
  aClaimedQualification,
  anApplicant,
  aSecondRevision,
  aSubmittedQualification,
  judgementsOf,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { interleave, interleaveWith } from '@/tests/setup/interleave'
import { claimQualification } from '../claims/claim-qualification'
import { releaseClaim } from '../claims/release-claim'
import { readForReview } from '../read-for-review'
import { SaveJudgementDraftsInput } from '../schemas'
import { decideQualification } from './decide-qualification'
import type { JudgementDrafts } from './judgement-drafts'
import { saveJudgementDrafts } from './save-judgement-drafts'

type Claimed = Awaited<ReturnType<typeof aClaimedQualification>>

const rowsOf = ({ submissionId }: Claimed) => database().judgementDraft.findMany({ where: { submissionId } })
const draftsOf = async (actor: Claimed['reviewer'], { qualification }: Claimed) =>
  (await readForReview(actor, qualification.id))?.opened?.drafts

function written({ parts: [part] }: Claimed, note = '第二个字看不清'): JudgementDrafts {
  return { [part?.id ?? '']: { verdict: 'REFUSED', reasons: ['BLURRED'], correction: 'PICTURE', note } }
}

const ofSecond = ({ parts: [, second] }: Claimed): JudgementDrafts => ({
  [second?.id ?? '']: { verdict: 'ACCEPTED', reasons: [], correction: '', note: '' },
})

async function aSaved() {
  const claimed = await aClaimedQualification()
  const { reviewer, qualification } = claimed
  const drafts = written(claimed)
  await saveJudgementDrafts(reviewer, { qualificationId: qualification.id, revision: 1, drafts })
  return { claimed, reviewer, id: qualification.id, drafts }
}

test('what was written is read by its reviewer, sealed, and is no event; the newest replaces it', async () => {
  const { claimed, reviewer, id, drafts } = await aSaved()
  expect(await draftsOf(reviewer, claimed)).toEqual(drafts)
  const [row] = await rowsOf(claimed)
  expect(Buffer.from(row?.contentSealed ?? []).toString('latin1')).not.toContain(Buffer.from('看').toString('latin1'))
  expect(await eventsAbout(id)).toEqual([])

  const next = written(claimed, '改好了')
  await saveJudgementDrafts(reviewer, { qualificationId: id, revision: 1, drafts: next })
  expect(await draftsOf(reviewer, claimed)).toEqual(next)
  expect(await rowsOf(claimed)).toHaveLength(1)
})

test('a save says when it was, and so does a case that was read with it: an earlier one is older', async () => {
  const claimed = await aClaimedQualification()
  const { reviewer, qualification } = claimed
  const openedAt = async () => (await readForReview(reviewer, qualification.id))?.opened?.draftsSavedAt
  expect(await openedAt()).toBe(0)
  const saved = { qualificationId: qualification.id, revision: 1, drafts: written(claimed) }
  const first = await saveJudgementDrafts(reviewer, saved)
  expect(await openedAt()).toBe(first.getTime())
  await database().$executeRaw`UPDATE judgement_drafts SET saved_at = saved_at - interval '1 second'`
  const before = await openedAt()
  const second = await saveJudgementDrafts(reviewer, saved)
  expect(second.getTime()).toBeGreaterThan(before ?? 0)
})

test('what is saved about one part leaves what was saved about others as it is', async () => {
  const { claimed, reviewer, id, drafts } = await aSaved()
  const other = ofSecond(claimed)
  await saveJudgementDrafts(reviewer, { qualificationId: id, revision: 1, drafts: other })
  expect(await draftsOf(reviewer, claimed)).toEqual({ ...drafts, ...other })
})

test('two windows that save at once lose nothing of each other, the first time too', async () => {
  const claimed = await aClaimedQualification()
  const { reviewer, qualification } = claimed
  const save = (drafts: JudgementDrafts) =>
    saveJudgementDrafts(reviewer, { qualificationId: qualification.id, revision: 1, drafts })
  await Promise.all([save(written(claimed)), save(ofSecond(claimed))])
  expect(await draftsOf(reviewer, claimed)).toEqual({ ...written(claimed), ...ofSecond(claimed) })
})

test('more parts than there can be are not added to', async () => {
  const { claimed, reviewer, id } = await aSaved()
  const draft = { verdict: null, reasons: [], correction: '', note: '' }
  const many = Object.fromEntries(Array.from({ length: 100 }, () => [newId(), draft]))
  await saveJudgementDrafts(reviewer, { qualificationId: id, revision: 1, drafts: many })
  expect(Object.keys((await draftsOf(reviewer, claimed)) ?? {})).toHaveLength(100)
})

test('it survives the loss of the claim, and is invisible to the next reviewer', async () => {
  const { claimed, reviewer, id, drafts } = await aSaved()
  await releaseClaim(reviewer, { qualificationId: id })
  const other = await someStaff()
  await claimQualification(other, { qualificationId: id })
  expect(await draftsOf(other, claimed)).toEqual({})
  await releaseClaim(other, { qualificationId: id })
  await claimQualification(reviewer, { qualificationId: id })
  expect(await draftsOf(reviewer, claimed)).toEqual(drafts)
})

test('a decision of anybody erases the drafts of all', async () => {
  const { claimed, reviewer, id } = await aSaved()
  await releaseClaim(reviewer, { qualificationId: id })
  const other = await someStaff()
  await claimQualification(other, { qualificationId: id })
  await saveJudgementDrafts(other, { qualificationId: id, revision: 1, drafts: written(claimed) })
  expect(await rowsOf(claimed)).toHaveLength(2)
  await seeAll(other, id)
  await decideQualification(other, { qualificationId: id, revision: 1, parts: judgementsOf(claimed.parts, 'BLURRED') })
  expect(await rowsOf(claimed)).toEqual([])
})

test.each([
  ['in review', async () => {}],
  [
    'in the queue',
    ({ reviewer, id }: { reviewer: Claimed['reviewer']; id: string }) =>
      releaseClaim(reviewer, { qualificationId: id }),
  ],
] as const)('a withdrawal of what is %s erases them', async (_, before) => {
  const saved = await aSaved()
  await before(saved)
  await withdrawQualification(saved.claimed.applicant, { qualificationId: saved.id })
  expect(await rowsOf(saved.claimed)).toEqual([])
})

test.each([
  ['withdrawn', { ...unclaimed, status: 'WITHDRAWN' as const }],
  ['another revision', { revision: 2 }],
])('saving yields to what happens meanwhile: %s', async (_, data) => {
  const claimed = await aClaimedQualification()
  const input = { qualificationId: claimed.qualification.id, revision: 1, drafts: written(claimed) }
  const attempt = () => saveJudgementDrafts(claimed.reviewer, input)
  await expect(interleave(claimed.qualification.id, data, attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await rowsOf(claimed)).toEqual([])
})

test.each([
  ['it waits again', async () => ({ ...unclaimed, status: 'SUBMITTED' as const })],
  ['another has it', async () => ({ reviewerId: (await someStaff()).id })],
  ['its time is over', async () => ({ leaseEndsAt: new Date(Date.now() - 60_000) })],
] as const)('a claim that is lost meanwhile loses nothing of what was written: %s', async (_, change) => {
  const claimed = await aClaimedQualification()
  const input = { qualificationId: claimed.qualification.id, revision: 1, drafts: written(claimed) }
  await interleave(claimed.qualification.id, await change(), () => saveJudgementDrafts(claimed.reviewer, input))
  expect(await rowsOf(claimed)).toHaveLength(1)
})

test('who lost the claim saves what they wrote until they saw it, as long as somebody reviews it', async () => {
  const { qualification, submissionId, parts } = await aSubmittedQualification()
  const [first, second, other] = [await someStaff(), await someStaff(), await someStaff()]
  const { id } = qualification
  const drafts = written({ parts } as Claimed)
  const save = (actor: typeof first, revision = 1) =>
    saveJudgementDrafts(actor, { qualificationId: id, revision, drafts })
  await claimQualification(first, { qualificationId: id })
  await releaseClaim(first, { qualificationId: id })
  await save(first)
  await claimQualification(second, { qualificationId: id })
  await save(first)
  await expect(save(other)).rejects.toMatchObject({ code: 'CLAIM_LOST' })
  expect(await database().judgementDraft.findMany({ where: { submissionId } })).toMatchObject([
    { reviewerId: first.id },
  ])
  await seeAll(second, id)
  await decideQualification(second, { qualificationId: id, revision: 1, parts: judgementsOf(parts, 'BLURRED') })
  await expect(save(first)).rejects.toMatchObject({ code: 'CASE_CHANGED' })
})

test('a claim of an earlier revision is none of this one', async () => {
  const { reviewer, qualification, first } = await aSecondRevision()
  await releaseClaim(reviewer, { qualificationId: qualification.id })
  const earlier = await someStaff()
  const data = { revision: 1, leaseEndsAt: new Date().toISOString() }
  const claimed = { action: 'review.claimed', subjectId: qualification.id, data } as const
  await transaction((tx) => recordAudit(tx, earlier, claimed, { using: 'review.decide' }))
  const drafts = written(first)
  await expect(
    saveJudgementDrafts(earlier, { qualificationId: qualification.id, revision: 2, drafts }),
  ).rejects.toMatchObject({ code: 'CLAIM_LOST' })
})

test('a decision waits for what is being saved, and erases it too', async () => {
  const claimed = await aClaimedQualification()
  const { reviewer, qualification, submissionId, parts } = claimed
  const { contentSealed } = await (async () => {
    await saveJudgementDrafts(reviewer, { qualificationId: qualification.id, revision: 1, drafts: {} })
    return database().judgementDraft.delete({
      where: { submissionId_reviewerId: { submissionId, reviewerId: reviewer.id } },
    })
  })()
  await interleaveWith(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM qualifications WHERE id = ${qualification.id}::uuid FOR SHARE`
      await tx.judgementDraft.create({ data: { submissionId, reviewerId: reviewer.id, contentSealed } })
    },
    () => decideQualification(reviewer, { qualificationId: qualification.id, revision: 1, parts: judgementsOf(parts) }),
  )
  expect(await rowsOf(claimed)).toEqual([])
})

test('who holds no claim saves nothing, nor for another revision', async () => {
  const claimed = await aClaimedQualification()
  const input = { qualificationId: claimed.qualification.id, revision: 1, drafts: written(claimed) }
  await expect(saveJudgementDrafts(await someStaff(), input)).rejects.toMatchObject({ code: 'CLAIM_LOST' })
  await expect(saveJudgementDrafts(claimed.applicant, input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(saveJudgementDrafts(claimed.reviewer, { ...input, revision: 2 })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  const second = await aSecondRevision()
  const earlier = { ...input, qualificationId: second.qualification.id }
  await expect(saveJudgementDrafts(second.reviewer, earlier)).rejects.toMatchObject({ code: 'CONFLICT' })
  const [stranger, unknown] = [await anApplicant(), { ...input, qualificationId: newId() }]
  const unseen = { code: 'NOT_FOUND', subjectId: null }
  await expect(saveJudgementDrafts(stranger, input)).rejects.toMatchObject(unseen)
  await expect(saveJudgementDrafts(claimed.reviewer, unknown)).rejects.toMatchObject(unseen)
  expect(await rowsOf(claimed)).toEqual([])
})

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['a part that is no id', '{"x":{"verdict":null,"reasons":[],"correction":"","note":""}}'],
  ['a key too many', `{"${crypto.randomUUID()}":{"verdict":null,"reasons":[],"correction":"","note":"","x":1}}`],
  [
    'a note without end',
    `{"${crypto.randomUUID()}":{"verdict":null,"reasons":[],"correction":"","note":"${'长'.repeat(5_001)}"}}`,
  ],
])('%s is refused', (_, drafts) => {
  const input = { qualificationId: crypto.randomUUID(), revision: '1', drafts }
  expect(SaveJudgementDraftsInput.safeParse(input).success).toBe(false)
})
