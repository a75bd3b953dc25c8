import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { decide, submit } from '@/tests/factories/journey'
import { aColleague, aMemberOf, aRegisteredApplicant } from '@/tests/factories/people'
import { aDocumentIn, aReadyDraft, submissionOf } from '@/tests/factories/qualifications'
import { readSubmitted } from './read-submitted'

async function aSubmittedOne() {
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
  await submit(applicant.actor, id)
  return { applicant, id }
}

/** Refuses the portrait, replaces it and submits again. */
async function aResubmitted() {
  const made = await aSubmittedOne()
  const { actor, accountId } = made.applicant
  await decide((await aColleague({ name: '李审核' })).actor, made.id, { ID_PORTRAIT: 'BLURRED' })
  const { documents } = await submissionOf(made.id)
  const fileId = documents.find(({ kind }) => kind === 'ID_PORTRAIT')?.pages[0]?.fileId ?? ''
  await removeDocumentPage(actor, { qualificationId: made.id, fileId })
  const replacedBy = await aDocumentIn(made.id, { id: actor.id, accountId }, 'ID_PORTRAIT')
  await submit(actor, made.id)
  return { ...made, fileId, replacedBy }
}

const read = async (actor: PersonActor, qualificationId: string, revision = '1') => {
  const copy = await readSubmitted(actor, { qualificationId, revision })
  if (!copy) throw new Error('Not theirs to know of')
  return copy
}

test('it has all that was submitted, when, by whom and under which rules', async () => {
  const { applicant, id } = await aSubmittedOne()
  const copy = await read(applicant.actor, id)
  const { submittedAt } = await submissionOf(id)
  expect(copy).toMatchObject({
    ...{ id, revision: 1, revisions: [1], submittedAt, decision: null },
    submittedBy: { isSelf: true },
    rulebookVersion: expect.stringMatching(/^cn-mainland\//),
    erased: { documents: null, details: null },
  })
  const { content, parts } = copy
  expect(content?.fields).toMatchObject({ 'person.name': '王小明', 'person.idNumber': '11010519491231002X' })
  expect(content?.signatures).toMatchObject([{ text: '小明书屋', source: 'OWN_NAME' }])
  expect(content?.samples).toEqual(['您订的书到了。'])
  expect(content?.documents.map(({ kind }) => kind)).toEqual([
    'ID_PORTRAIT',
    'ID_EMBLEM',
    'ID_IN_HAND',
    'COMMITMENT_LETTER',
  ])
  expect(content?.documents[0]?.pages).toMatchObject([{ name: '照片.jpg', pageCount: 1, size: 1_000 }])
  expect(parts.length).toBeGreaterThan(4)
  expect(parts.every(({ verdict, isCarried }) => verdict === null && !isCarried)).toBe(true)
})

test('each revision stays as it was submitted, with what was concluded about each part, and no reviewer', async () => {
  const { applicant, id, fileId, replacedBy } = await aResubmitted()
  const [first, second] = [await read(applicant.actor, id), await read(applicant.actor, id, '2')]
  const portraitIn = ({ content }: typeof first) => content?.documents[0]?.pages.map((page) => page.fileId)
  expect([portraitIn(first), portraitIn(second)]).toEqual([[fileId], [replacedBy]])
  expect(first).toMatchObject({ revisions: [1, 2], decision: { outcome: 'CHANGES_REQUESTED' } })
  expect(second).toMatchObject({ revisions: [1, 2], decision: null })
  const portrait = first.parts.find(({ documentKind }) => documentKind === 'ID_PORTRAIT')
  expect(portrait).toMatchObject({ verdict: 'REFUSED', reasons: [{ code: 'BLURRED' }], note: expect.any(String) })
  const others = first.parts.filter((part) => part !== portrait)
  expect(others.every(({ verdict }) => verdict === 'ACCEPTED')).toBe(true)
  expect(second.parts.filter(({ isCarried }) => isCarried)).toHaveLength(others.length)
  expect(JSON.stringify([first, second])).not.toContain('李审核')
})

test('another member sees it, with the masked phone of the member who submitted it', async () => {
  const { applicant, id } = await aSubmittedOne()
  const { actor } = await aMemberOf(applicant.accountId)
  const { submittedBy } = await read(actor, id)
  expect(submittedBy).toEqual({
    id: applicant.id,
    isSelf: false,
    phone: expect.stringMatching(/^139\*{4}\d{4}$/),
    client: null,
  })
})

test('nobody else finds it, and nothing that was not submitted is found', async () => {
  const { applicant, id } = await aSubmittedOne()
  const find = (actor: PersonActor, qualificationId = id, revision = '1') =>
    readSubmitted(actor, { qualificationId, revision })
  const staff = await aColleague({ roles: ['ADMIN', 'LEAD', 'AUDITOR'] })
  for (const actor of [(await aRegisteredApplicant()).actor, staff.actor]) expect(await find(actor)).toBeNull()
  for (const revision of ['0', '2', '01', '1.0', 'x', '']) expect(await find(applicant.actor, id, revision)).toBeNull()
  for (const other of [randomUUID(), 'x']) expect(await find(applicant.actor, other)).toBeNull()
  await decide((await aColleague()).actor, id, { ID_PORTRAIT: 'BLURRED' })
  expect(await find(applicant.actor, id, '2')).toBeNull() // it is being written
})

test('a member who left the account finds it no more', async () => {
  const { applicant, id } = await aSubmittedOne()
  const member = await aMemberOf(applicant.accountId)
  await database().membership.deleteMany({ where: { accountId: applicant.accountId, userId: member.id } })
  expect(await readSubmitted(member.actor, { qualificationId: id, revision: '1' })).toBeNull()
})
