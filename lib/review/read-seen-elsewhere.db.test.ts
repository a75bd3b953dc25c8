import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database, transaction } from '@/lib/db/client'
import { eraseFiles } from '@/lib/documents/erase-files'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { reasonIn } from '@/lib/rulebook/reasons'
import { currentReasons, currentRulebook } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { ORGANISATION } from '@/tests/factories/contents'
import { submit } from '@/tests/factories/journey'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, aWrittenDraft, submissionOf } from '@/tests/factories/qualifications'
import {
  aClaimedQualification,
  anApplicant,
  aSecondRevision,
  aSubmittedQualification,
  judgementsOf,
  someStaff,
} from '@/tests/factories/review'
import { claimQualification } from './claims/claim-qualification'
import { decideQualification } from './decisions/decide-qualification'
import { readForReview } from './read-for-review'
import { readSeenElsewhere } from './read-seen-elsewhere'

/** Returns values that no other test uses. */
function ownValues() {
  const number = String(randomInt(10 ** 11, 10 ** 12))
  return {
    fields: { 'person.idNumber': `110105${number}`, 'contact.phone': `+861${number.slice(2)}` },
    signatures: [`书屋${number}`],
  }
}

/**
 * Returns what is said of each part that something is said of: in which applications it was seen, and what is common.
 */
async function seenBy(reviewer: PersonActor, id: string) {
  const parts = (await readForReview(reviewer, id))?.opened?.parts ?? []
  expect(parts.length).toBeGreaterThan(0)
  return parts.flatMap(({ kind, fieldGroup, seenElsewhere }) =>
    seenElsewhere.map(({ id, common }) => [fieldGroup ?? kind, id, ...common]),
  )
}

async function portraitOf(qualificationId: string): Promise<string> {
  const { documents } = await submissionOf(qualificationId)
  return documents.find(({ kind }) => kind === 'ID_PORTRAIT')?.pages[0]?.fileId ?? ''
}

/** Gives one file the bytes of another. */
async function copy(from: string, to: string): Promise<void> {
  const { sha256 } = await database().storedFile.findUniqueOrThrow({ where: { id: from } })
  await database().storedFile.update({ where: { id: to }, data: { sha256 } })
}

/** Returns what is said of the phone of a claimed case. */
async function atContact({ reviewer, qualification }: { reviewer: PersonActor; qualification: { id: string } }) {
  const parts = (await readForReview(reviewer, qualification.id))?.opened?.parts ?? []
  return parts.find(({ fieldGroup }) => fieldGroup === 'contact')?.seenElsewhere
}

test('the reviewer sees which submitted applications of other accounts have the same file, until it is erased', async () => {
  const [reviewed, submitted, draft] = [await aReadyDraft(), await aReadyDraft(), await aReadyDraft()]
  const own = await portraitOf(reviewed.id)
  for (const other of [submitted, draft]) await copy(own, await portraitOf(other.id))
  for (const { applicant, id } of [reviewed, submitted]) await submit(applicant, id)
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: reviewed.id })
  const seen = async () => {
    const parts = (await readForReview(reviewer, reviewed.id))?.opened?.parts ?? []
    return parts.flatMap(({ documentKind, seenElsewhere }) =>
      documentKind ? seenElsewhere.map(({ id }) => [documentKind, id]) : [],
    )
  }
  expect(await seen()).toEqual([['ID_PORTRAIT', submitted.id]])
  await transaction(async (tx) => eraseFiles(tx, [await portraitOf(submitted.id)], 'RETENTION'))
  expect(await seen()).toEqual([])
})

test('an account that uses its own file again is not reported', async () => {
  const first = await aReadyDraft()
  const second = await aReadyDraft({ applicant: first.applicant })
  await copy(await portraitOf(first.id), await portraitOf(second.id))
  for (const { applicant, id } of [first, second]) await submit(applicant, id)
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: second.id })
  const parts = (await readForReview(reviewer, second.id))?.opened?.parts ?? []
  const documents = parts.filter(({ documentKind }) => documentKind !== null)
  expect(documents.length).toBeGreaterThan(0)
  expect(documents.flatMap(({ seenElsewhere }) => seenElsewhere)).toEqual([])
})

test('an ID number, a phone and a sender signature are found at their parts, with account, status and time', async () => {
  const { fields, signatures } = ownValues()
  const { qualification, reviewer, applicant } = await aClaimedQualification({ fields, signatures })
  const number = { 'person.idNumber': fields['person.idNumber'] }
  const phone = { 'contact.phone': fields['contact.phone'] }
  const { fields: others, signatures: otherSignatures } = ownValues()
  const older = { fields: { ...others, ...number }, signatures: otherSignatures, queuedMinutesAgo: 30 }
  const first = await aSubmittedQualification(older)
  const same = await aSubmittedQualification({ ...older, applicant, fields: { ...others, ...number, ...phone } })
  const signed = await aSubmittedQualification({ fields: others, signatures })
  expect(await seenBy(reviewer, qualification.id)).toEqual([
    ['identity', same.qualification.id, 'person.idNumber'],
    ['identity', first.qualification.id, 'person.idNumber'],
    ['contact', same.qualification.id, 'contact.phone'],
    ['SENDER_SIGNATURE', signed.qualification.id, 'signature'],
  ])
  const [identity] = (await readForReview(reviewer, qualification.id))?.opened?.parts ?? []
  const { reference, queuedAt } = first.qualification
  expect(identity?.seenElsewhere.map(({ isSameAccount }) => isSameAccount)).toEqual([true, false])
  expect(identity?.seenElsewhere[1]).toMatchObject({ reference, queuedAt, status: 'SUBMITTED', reasons: [] })
})

/** Returns an organisation's submission with these answers and nothing else, as reviewers would find it. */
async function anOrganisation(answers: Record<string, string>) {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id: qualificationId } = await createQualification(actor, { kind: 'ORGANISATION' })
  await saveFields(actor, { qualificationId, task: 'organisation', seen: '', answers })
  const { id: submissionId } = await submissionOf(qualificationId)
  const at = new Date()
  await database().submission.update({
    where: { id: submissionId },
    data: { submittedAt: at, submittedById: actor.id },
  })
  await database().qualification.update({
    where: { id: qualificationId },
    data: { status: 'SUBMITTED', queuedAt: at, queuePlace: at, firstSubmittedAt: at },
  })
  return { qualificationId, submissionId, accountId }
}

test('the code of an organisation is found, and its name alone is not', async () => {
  const { 'organisation.code': _code, ...named } = ORGANISATION
  const [one, another] = [await anOrganisation(ORGANISATION), await anOrganisation(ORGANISATION)]
  await anOrganisation(named)
  const rules = rulesFor(await currentRulebook(), 'ORGANISATION')
  const elsewhereOf = await readSeenElsewhere({ ...one, rules, fileIds: [], ownAccountIds: [] })
  const answers = Object.entries(ORGANISATION).map(
    ([key, value]) => ({ key, value, type: 'TEXT', isSensitive: false }) as const,
  )
  const seen = elsewhereOf({ kind: 'FIELDS', answers: [...answers], files: [], signature: null })
  expect(seen.map(({ id, common }) => [id, ...common])).toEqual([[another.qualificationId, 'organisation.code']])
})

test('it says for which reasons another was refused last, and an expired claim counts as waiting', async () => {
  // What is submitted again is checked, and these are right.
  const values = { fields: { 'contact.phone': `+86138${randomInt(10 ** 7, 10 ** 8)}` } }
  const refused = await aSecondRevision(values)
  expect(await atContact(refused)).toEqual([])
  await decideQualification(refused.reviewer, {
    qualificationId: refused.qualification.id,
    revision: 2,
    parts: judgementsOf(refused.parts, 'CROPPED'),
  })
  const expired = await aClaimedQualification({ ...values, leaseMinutes: -1, queuedMinutesAgo: 20 })
  const name = reasonIn(await currentReasons(), 'CROPPED')?.name
  expect(await atContact(await aClaimedQualification(values))).toMatchObject([
    { id: refused.qualification.id, status: 'CHANGES_REQUESTED', reasons: [name] },
    { id: expired.qualification.id, status: 'SUBMITTED', reasons: [] },
  ])
})

test('nothing is said of an account of the reviewer', async () => {
  const values = ownValues()
  const own = await anApplicant()
  const reviewer = await someStaff({ accountIds: [own.accountId] })
  const { qualification } = await aClaimedQualification({ ...values, reviewer })
  const theirs = await aSubmittedQualification({ ...values, applicant: own })
  expect(await seenBy(reviewer, qualification.id)).toEqual([])
  const stranger = await someStaff()
  await database().qualification.update({ where: { id: qualification.id }, data: { reviewerId: stranger.id } })
  expect((await seenBy(stranger, qualification.id)).map(([, id]) => id)).toContain(theirs.qualification.id)
})

test('a draft is not found, a withdrawn application is', async () => {
  const values = ownValues()
  const { qualification, reviewer, submissionId } = await aClaimedQualification(values)
  const draft = await aWrittenDraft()
  const key = 'person.idNumber'
  const { valueIndex } = await database().declaredField.findUniqueOrThrow({
    where: { submissionId_key: { submissionId, key } },
  })
  const { id: draftId } = await submissionOf(draft.id)
  await database().declaredField.update({
    where: { submissionId_key: { submissionId: draftId, key } },
    data: { valueIndex },
  })
  expect(await seenBy(reviewer, qualification.id)).toEqual([])
  const withdrawn = await aSubmittedQualification(values)
  await withdrawQualification(withdrawn.applicant, { qualificationId: withdrawn.qualification.id })
  const [identity] = (await readForReview(reviewer, qualification.id))?.opened?.parts ?? []
  expect(identity?.seenElsewhere).toMatchObject([{ id: withdrawn.qualification.id, status: 'WITHDRAWN' }])
})

test('at most three are shown for each value, the newest', async () => {
  const values = ownValues()
  const { qualification, reviewer } = await aClaimedQualification(values)
  const minutes = [40, 10, 60, 20, 50, 30]
  const made: Awaited<ReturnType<typeof aSubmittedQualification>>[] = []
  for (const queuedMinutesAgo of minutes) made.push(await aSubmittedQualification({ ...values, queuedMinutesAgo }))
  const ofIdentity = (await seenBy(reviewer, qualification.id)).filter(([at]) => at === 'identity').map(([, id]) => id)
  const newest = [10, 20, 30].map((ago) => made[minutes.indexOf(ago)]?.qualification.id)
  expect(ofIdentity).toEqual(newest)
})

test('only the holder of the claim sees it', async () => {
  const values = ownValues()
  const { qualification } = await aClaimedQualification(values)
  await aSubmittedQualification(values)
  for (const roles of [['REVIEWER'], ['LEAD'], ['AUDITOR'], ['ADMIN']] as const) {
    expect((await readForReview(await someStaff({ roles: [...roles] }), qualification.id))?.opened).toBeNull()
  }
  expect(await readForReview(await anApplicant(), qualification.id)).toBeNull()
})
