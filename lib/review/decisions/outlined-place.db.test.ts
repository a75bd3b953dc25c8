import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { readStory } from '@/lib/cases/read-story'
import { database, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { eraseQualification } from '@/lib/privacy/erasure/erase-qualification'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { seeAll, submit } from '@/tests/factories/journey'
import { aDocumentIn, photographAgain } from '@/tests/factories/qualifications'
import { aClaimedQualification, judgementsOf, someStaff } from '@/tests/factories/review'
import { makeDue } from '@/tests/factories/sent'
import { claimQualification } from '../claims/claim-qualification'
import { readForReview } from '../read-for-review'
import { decideQualification } from './decide-qualification'
import { sendDecision } from './send-decision'
import { takeEffect } from './take-effect'
import { undoDecision } from './undo-decision'

type Claimed = Awaited<ReturnType<typeof aClaimedQualification>>

const EDGES = { left: 0.125, top: 0.2, right: 0.4375, bottom: 1 }

const letterOf = ({ parts }: Claimed) => {
  const letter = parts.find(({ document }) => document?.kind === 'COMMITMENT_LETTER')
  if (!letter?.documentId) throw new Error('No letter')
  return { partId: letter.id, documentId: letter.documentId }
}

async function fileOf(documentId: string): Promise<string> {
  return (await database().documentPage.findFirstOrThrow({ where: { documentId } })).fileId
}

/** Returns the judgements that refuse the letter for a place on its second page. */
async function outlined(claimed: Claimed, more: Partial<Parameters<typeof withPlace>[1]> = {}) {
  const fileId = await fileOf(letterOf(claimed).documentId)
  return withPlace(claimed, { fileId, page: 1, ...EDGES, ...more })
}

type Place = NonNullable<ReturnType<typeof judgementsOf>[number]['place']>

function withPlace(claimed: Claimed, place: Place, partId = letterOf(claimed).partId) {
  const parts = judgementsOf(claimed.parts, 'BLURRED')
  return {
    place,
    input: {
      qualificationId: claimed.qualification.id,
      revision: 1,
      parts: parts.map((part) => (part.partId === partId ? { ...part, place } : part)),
    },
  }
}

test('what was outlined reaches the applicant, the next reviewer and the page of the case', async () => {
  const claimed = await aClaimedQualification({ letterPages: 2 })
  const { reviewer, applicant, qualification } = claimed
  const { id } = qualification
  const { place, input } = await outlined(claimed)
  await decideQualification(reviewer, input)
  const draft = await readDraft(applicant, id)
  expect(draft?.refusals).toMatchObject([{ documentKind: 'COMMITMENT_LETTER', place }])

  await photographAgain(applicant, id)
  await submit(applicant, id)
  const next = await someStaff()
  await claimQualification(next, { qualificationId: id })
  const opened = (await readForReview(next, id))?.opened
  expect(opened?.history).toMatchObject([{ refused: [{ place }] }])
  expect(opened?.parts.find(({ documentKind }) => documentKind === 'COMMITMENT_LETTER')?.previous?.place).toEqual(place)

  const story = await readStory(await someStaff({ roles: ['ADMIN'] }), id)
  const then = story?.rounds.find(({ revision }) => revision === 1)?.parts
  expect(then?.map((part) => part.place).filter(Boolean)).toEqual([place])
  const auditor = await readStory(await someStaff({ roles: ['AUDITOR'] }), id)
  expect(auditor).not.toBeNull()
})

test('a decision that is sent carries it, and one that is undone leaves it with the drafts', async () => {
  const claimed = await aClaimedQualification({ letterPages: 2 })
  const { reviewer, qualification } = claimed
  const { place, input } = await outlined(claimed)
  await sendDecision(reviewer, input)
  await undoDecision(reviewer, { qualificationId: qualification.id })
  const { partId } = letterOf(claimed)
  expect((await readForReview(reviewer, qualification.id))?.opened?.drafts[partId]?.place).toEqual(place)

  await sendDecision(reviewer, input)
  await makeDue(qualification.id)
  await takeEffect()
  const [judged] = await database().partJudgement.findMany({ where: { partId } })
  expect(judged).toMatchObject({ verdict: 'REFUSED', placeFileId: place.fileId, placePage: 1, placeRight: 0.4375 })
})

test('a place that is not on a page of the part is refused, and nothing is recorded', async () => {
  const claimed = await aClaimedQualification({ letterPages: 2 })
  const { reviewer, submissionId, parts } = claimed
  const portrait = parts.find(({ document }) => document?.kind === 'ID_PORTRAIT')
  const fields = parts.find(({ kind }) => kind === 'FIELDS')
  const place = { page: 0, ...EDGES }
  const [ownFile, other] = [await fileOf(letterOf(claimed).documentId), await fileOf(portrait?.documentId ?? '')]
  for (const { input } of [
    await outlined(claimed, { page: 2 }),
    withPlace(claimed, { ...place, fileId: other }),
    withPlace(claimed, { ...place, fileId: randomUUID() }),
    withPlace(claimed, { ...place, fileId: other }, portrait?.id), // it is accepted
    withPlace(claimed, { ...place, fileId: ownFile }, fields?.id),
  ]) {
    await expect(sendDecision(reviewer, input)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  }
  expect(await database().decision.count({ where: { submissionId } })).toBe(0)
})

test('a file of an earlier revision is no page of the part', async () => {
  const claimed = await aClaimedQualification()
  const { reviewer, applicant, qualification } = claimed
  const { id } = qualification
  const before = await fileOf(letterOf(claimed).documentId)
  await decideQualification(reviewer, {
    qualificationId: id,
    revision: 1,
    parts: judgementsOf(claimed.parts, 'BLURRED'),
  })
  const now = await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  await removeDocumentPage(applicant, { qualificationId: id, fileId: before })
  await submit(applicant, id)
  await claimQualification(reviewer, { qualificationId: id })
  await seeAll(reviewer, id)
  const parts = await database().part.findMany({
    where: { submission: { qualificationId: id, revision: 2 } },
    include: { document: true },
  })
  const judged = (fileId: string) => ({
    ...{ qualificationId: id, revision: 2 },
    parts: judgementsOf(parts, 'BLURRED').map((part) =>
      part.verdict === 'REFUSED' ? { ...part, place: { fileId, page: 0, ...EDGES } } : part,
    ),
  })
  await expect(decideQualification(reviewer, judged(before))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await decideQualification(reviewer, judged(now))
})

test('it is cleared when the details are erased, and only then', async () => {
  const claimed = await aClaimedQualification({ letterPages: 2 })
  const { reviewer, applicant, qualification } = claimed
  const { id } = qualification
  await decideQualification(reviewer, (await outlined(claimed)).input)
  await withdrawQualification(applicant, { qualificationId: id })
  const clear = () =>
    asOwner((owner) => owner.query('UPDATE part_judgements SET place_left = 0.1 WHERE place_left > 0'))
  await expect(clear()).rejects.toThrow(/append-only/)
  await transaction((tx) =>
    eraseQualification(tx, SYSTEM, { id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'RETENTION', requestId: null }),
  )
  const { partId } = letterOf(claimed)
  expect(await database().partJudgement.findFirstOrThrow({ where: { partId } })).toMatchObject({
    ...{ verdict: 'REFUSED', noteSealed: null, placeFileId: null, placePage: null },
    ...{ placeLeft: null, placeTop: null, placeRight: null, placeBottom: null },
  })
})
