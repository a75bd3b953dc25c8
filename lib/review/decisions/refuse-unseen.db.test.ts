import { describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { recordSeen } from '@/lib/qualifications/files/record-seen'
import { recordView } from '@/lib/qualifications/files/record-view'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { seeAll } from '@/tests/factories/journey'
import { INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import {
  type aClaimedQualification,
  aSecondRevision,
  aSubmittedQualification,
  judgementsOf,
  someStaff,
} from '@/tests/factories/review'
import { claimQualification } from '../claims/claim-qualification'
import { releaseClaim } from '../claims/release-claim'
import { readForReview } from '../read-for-review'
import { decideQualification } from './decide-qualification'

type Claimed = Awaited<ReturnType<typeof aClaimedQualification>>

const seenOf = (submissionId: string) => database().seenPage.findMany({ where: { submissionId } })
const decide = (reviewer: PersonActor, { qualification, parts }: Claimed, reason?: string, revision = 1) =>
  decideQualification(reviewer, { qualificationId: qualification.id, revision, parts: judgementsOf(parts, reason) })

/** Returns one that is claimed and that nobody has looked at. */
async function unseen(letterPages = 1): Promise<Claimed & { files: Record<string, string> }> {
  const reviewer = await someStaff()
  const made = await aSubmittedQualification({ letterPages })
  const { id } = made.qualification
  const pages = await database().documentPage.findMany({
    where: { document: { submissionId: made.submissionId } },
    include: { document: true },
  })
  const files = Object.fromEntries(pages.map(({ fileId, document }) => [document.kind, fileId]))
  await claimQualification(reviewer, { qualificationId: id })
  const qualification = await database().qualification.findUniqueOrThrow({ where: { id } })
  return { ...made, qualification, reviewer, files }
}

const see = (actor: PersonActor, fileId: string | undefined, page = 0) =>
  recordSeen(actor, { fileId: fileId ?? '', variant: 'RENDITION', page })

describe('an accepted part', () => {
  test('is refused with its name and page, until each page was seen; then it is one row a page', async () => {
    const claimed = await unseen(3)
    const { reviewer, files, submissionId } = claimed
    const portrait = { code: 'PAGE_UNSEEN', params: { part: 'ID_PORTRAIT', page: 1 } }
    await expect(decide(reviewer, claimed)).rejects.toMatchObject(portrait)
    for (const kind of INDIVIDUAL_DOCUMENTS) await see(reviewer, files[kind])
    await see(reviewer, files.COMMITMENT_LETTER, 2)
    await expect(decide(reviewer, claimed)).rejects.toMatchObject({
      code: 'PAGE_UNSEEN',
      params: { part: 'COMMITMENT_LETTER', page: 2 },
    })
    expect(await database().decision.count({ where: { submissionId } })).toBe(0)
    for (let time = 0; time < 3; time += 1) await see(reviewer, files.COMMITMENT_LETTER, 1)
    expect(await seenOf(submissionId)).toHaveLength(INDIVIDUAL_DOCUMENTS.length + 2)
    expect(await decide(reviewer, claimed)).toMatchObject({ status: 'APPROVED' })
  })

  test('is not seen by a thumbnail, by a colleague, or by a picture that could not be made', async () => {
    const claimed = await unseen()
    const { reviewer, files, submissionId, qualification } = claimed
    const fileId = files.ID_PORTRAIT ?? ''
    const page = { fileId, page: 0, qualificationId: qualification.id, revision: 1, kind: 'ID_PORTRAIT' } as const
    await recordView(reviewer, { ...page, variant: 'THUMBNAIL' }, async () => null)
    await see(await someStaff(), fileId)
    const fails = () => Promise.reject(new Error('No picture'))
    await expect(recordView(reviewer, { ...page, variant: 'RENDITION' }, fails)).rejects.toThrow('No picture')
    expect(await seenOf(submissionId)).toEqual([])
    await recordView(reviewer, { ...page, variant: 'RENDITION' }, async () => null)
    expect(await seenOf(submissionId)).toEqual([{ submissionId, reviewerId: reviewer.id, fileId, page: 0 }])
  })

  test('that a colleague looked at is unseen for who claims it next; their own look counts when they come back', async () => {
    const claimed = await unseen()
    const { reviewer, qualification } = claimed
    const { id: qualificationId } = qualification
    await seeAll(reviewer, qualificationId)
    await releaseClaim(reviewer, { qualificationId })
    const other = await someStaff()
    await claimQualification(other, { qualificationId })
    expect((await readForReview(other, qualificationId))?.opened?.seen).toEqual([])
    await expect(decide(other, claimed)).rejects.toMatchObject({ code: 'PAGE_UNSEEN' })
    await releaseClaim(other, { qualificationId })
    await claimQualification(reviewer, { qualificationId })
    expect((await readForReview(reviewer, qualificationId))?.opened?.seen).toHaveLength(INDIVIDUAL_DOCUMENTS.length)
    expect(await decide(reviewer, claimed)).toMatchObject({ status: 'APPROVED' })
  })
})

test('refused and carried parts need no look, and a new revision is unseen again', async () => {
  const claimed = await unseen()
  const { reviewer, files } = claimed
  const others = INDIVIDUAL_DOCUMENTS.filter((kind) => kind !== 'COMMITMENT_LETTER')
  for (const kind of others) await see(reviewer, files[kind])
  expect(await decide(reviewer, claimed, 'BLURRED')).toMatchObject({ status: 'CHANGES_REQUESTED' })

  const second = await aSecondRevision()
  const { id: qualificationId } = second.qualification
  expect((await readForReview(second.reviewer, qualificationId))?.opened?.seen.length).toBeGreaterThan(0)
  await database().seenPage.deleteMany({ where: { submissionId: second.submissionId } })
  await expect(decide(second.reviewer, second, undefined, 2)).rejects.toMatchObject({
    code: 'PAGE_UNSEEN',
    params: { part: 'COMMITMENT_LETTER', page: 1 },
  })
  const { fileId: before } = await database().documentPage.findFirstOrThrow({
    where: { document: { kind: 'COMMITMENT_LETTER', submission: { qualificationId, revision: 1 } } },
  })
  await see(second.reviewer, before) // the photograph that was replaced is no page of this revision
  await expect(decide(second.reviewer, second, undefined, 2)).rejects.toMatchObject({ params: { page: 1 } })
  await see(second.reviewer, second.fileId)
  expect(await decide(second.reviewer, second, undefined, 2)).toMatchObject({ status: 'APPROVED' })
})

test('a look at a file that is no longer held is none: the claim ended meanwhile', async () => {
  const { reviewer, files, submissionId, qualification, applicant } = await unseen()
  const { id: qualificationId } = qualification
  await releaseClaim(reviewer, { qualificationId })
  await see(reviewer, files.ID_PORTRAIT)
  await claimQualification(reviewer, { qualificationId })
  const lapsed = { leaseEndsAt: new Date(Date.now() - 60_000) }
  await database().qualification.update({ where: { id: qualificationId }, data: lapsed })
  await see(reviewer, files.ID_PORTRAIT)
  await withdrawQualification(applicant, { qualificationId })
  await see(reviewer, files.ID_PORTRAIT)
  expect(await seenOf(submissionId)).toEqual([])
})
