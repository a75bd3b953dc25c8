import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aReadyDraft, aRegisteredApplicant, asShown } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { decideTests } from './decide-tests'
import { type PlayedDecision, playDecision } from './play-decision'

const client = aClient({ isTest: true })

async function aWaitingTest(given: Parameters<typeof aSubmittedQualification>[0] = {}) {
  const made = await aSubmittedQualification({ applicant: await anApplicant({ isTest: true }), ...given })
  return { ...made, id: made.qualification.id }
}
const play = async (qualificationId: string, given: Partial<PlayedDecision> = {}) =>
  playDecision(await client, { qualificationId, outcome: 'APPROVED', reasons: [], ...given })
const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
const decisionOf = (submissionId: string) =>
  database().decision.findFirstOrThrow({ where: { submissionId }, include: { judgements: true } })

test('a key plays the reviewer: its name is on the decision and on the event, which says that it is a test', async () => {
  const { id, submissionId } = await aWaitingTest()
  const keyId = (await client).id
  expect(await play(id)).toMatchObject({ id, status: 'APPROVED' })
  expect(await stateOf(id)).toMatchObject({ status: 'APPROVED', validUntil: expect.any(Date), reviewerId: null })
  const decision = await decisionOf(submissionId)
  expect(decision).toMatchObject({ outcome: 'APPROVED', reviewerId: null, playedByKeyId: keyId })
  expect(await database().filing.count({ where: { senderSignature: { submissionId } } })).toBe(4)
  expect(await eventsAbout(id, 'review.decided')).toMatchObject([
    {
      actorKind: 'CLIENT',
      actorId: keyId,
      isTest: true,
      capabilities: [],
      data: { from: 'SUBMITTED', to: 'APPROVED' },
    },
  ])
})

test.each([
  ['REJECTED', []],
  ['CHANGES_REQUESTED', []],
  ['CHANGES_REQUESTED', ['BLURRED']],
  ['CHANGES_REQUESTED', ['OTHER', 'BLURRED']],
] as const)(
  '%s follows from reasons %j, of the catalogue, each for a part that it applies to',
  async (outcome, reasons) => {
    const { id, submissionId } = await aWaitingTest()
    await play(id, { outcome, reasons })
    expect(await stateOf(id)).toMatchObject({ status: outcome })
    const given = (await decisionOf(submissionId)).judgements.flatMap((judgement) => judgement.reasons)
    if (reasons.length > 0) expect(given.toSorted()).toEqual([...reasons].toSorted())
    else expect(given).toHaveLength(1)
    const revisions = await database().submission.count({ where: { qualificationId: id } })
    expect(revisions).toBe(outcome === 'CHANGES_REQUESTED' ? 2 : 1)
  },
)

test('an outcome that does not follow is refused, and nothing is written', async () => {
  const { id } = await aWaitingTest()
  for (const given of [
    { outcome: 'REJECTED', reasons: ['BLURRED'] },
    { outcome: 'APPROVED', reasons: ['BLURRED'] },
    { outcome: 'CHANGES_REQUESTED', reasons: ['NO_SUCH_REASON'] },
  ] as const) {
    await expect(play(id, given)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  }
  expect(await stateOf(id)).toMatchObject({ status: 'SUBMITTED' })
})

test('only a test key plays, only on test accounts, only what waits, and only with the scope', async () => {
  const tested = await aWaitingTest()
  const live = await aSubmittedQualification()
  await expect(play(live.qualification.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const attempt = async (given: Parameters<typeof aClient>[0], qualificationId: string) =>
    playDecision(await aClient(given), { qualificationId, outcome: 'APPROVED', reasons: [] })
  await expect(attempt({}, live.qualification.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(attempt({}, tested.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const { accountId } = await anApplicant({ isTest: true })
  await expect(attempt({ isTest: true, accountId }, tested.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const reading = { isTest: true, scopes: ['QUALIFICATIONS_READ' as const] }
  await expect(attempt(reading, tested.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await play(tested.id)
  await expect(play(tested.id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await stateOf(live.qualification.id)).toMatchObject({ status: 'SUBMITTED' })
})

test('of several who play at once, and a withdrawal meanwhile, one wins', async () => {
  const { id } = await aWaitingTest()
  const outcomes = await outcomesOf([1, 2, 3].map(() => play(id)))
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
  const late = await aWaitingTest()
  const played = interleaveWith(
    (tx) => tx.qualification.update({ where: { id: late.id }, data: { status: 'WITHDRAWN' } }),
    () => play(late.id),
  )
  await expect(played).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a decision is of a reviewer or of a key, never of both or neither', async () => {
  const { submissionId } = await aWaitingTest()
  const row = { submissionId, outcome: 'APPROVED' as const }
  await expect(database().decision.create({ data: row })).rejects.toThrow('decisions_by_check')
  const both = { ...row, reviewerId: (await anApplicant()).id, playedByKeyId: (await client).id }
  await expect(database().decision.create({ data: both })).rejects.toThrow('decisions_by_check')
})

/** Submits a draft of a test account by the test key, with a name that says what is to come of it. */
async function aForcedTest(forced: string) {
  const applicant = await aRegisteredApplicant({ isTest: true })
  const externalRef = `${randomUUID()}-${forced}`
  await database().account.update({ where: { id: applicant.accountId }, data: { externalRef } })
  const { id } = await aReadyDraft({ applicant })
  await submitQualification(await client, await asShown(applicant, id))
  return { id, applicant }
}

test.each([
  ['approved', 'APPROVED', 0],
  ['filed', 'APPROVED', 4],
  ['rejected', 'REJECTED', 0],
  ['changes', 'CHANGES_REQUESTED', 0],
  ['nothing', 'SUBMITTED', 0],
] as const)('the worker decides what is submitted for …-%s: %s', async (forced, status, effective) => {
  const { id } = await aForcedTest(forced)
  expect((await decideTests()).hasFailed).toBe(false)
  expect(await stateOf(id)).toMatchObject({ status })
  const filed = { state: 'EFFECTIVE' as const, senderSignature: { submission: { qualificationId: id } } }
  expect(await database().filing.count({ where: filed })).toBe(effective)
  const keyId = (await client).id
  const decided = await eventsAbout(id, 'review.decided')
  expect(decided.map(({ actorId }) => actorId)).toEqual(status === 'SUBMITTED' ? [] : [keyId])
})

test('of several workers at once, one decides', async () => {
  const { id } = await aForcedTest('rejected')
  const rounds = await Promise.all([1, 2, 3].map(() => decideTests()))
  expect(rounds.map(({ hasFailed }) => hasFailed)).toEqual([false, false, false])
  expect(await eventsAbout(id, 'review.decided')).toHaveLength(1)
})

test('a live account with such a name is reviewed by people', async () => {
  const { qualification, applicant } = await aSubmittedQualification()
  const externalRef = `${randomUUID()}-approved`
  await database().account.update({ where: { id: applicant.accountId }, data: { externalRef } })
  await decideTests()
  expect(await stateOf(qualification.id)).toMatchObject({ status: 'SUBMITTED' })
})

test('what is withdrawn is not decided, and nobody is notified of any of it', async () => {
  const { id, applicant } = await aForcedTest('approved')
  await withdrawQualification(applicant, { qualificationId: id })
  await decideTests()
  expect(await stateOf(id)).toMatchObject({ status: 'WITHDRAWN' })
  const { id: decided } = await aForcedTest('approved')
  await decideTests()
  expect(await stateOf(decided)).toMatchObject({ status: 'APPROVED' })
  expect(await database().outboxMessage.count({ where: { qualificationId: { in: [id, decided] } } })).toBe(0)
})
