import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY, dateIn, startOfDay } from '@/lib/core/clock'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import { recordStanding } from '@/lib/qualifications/standing/record-standing'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aClaimedQualification, anApplicant, someStaff } from '@/tests/factories/review'
import { avoidMidnight } from '@/tests/setup/boundaries'
import { interleave, interleaveWith } from '@/tests/setup/interleave'
import { filingConflict } from './filing-conflict'
import { readFilings, readOwnFilings } from './queries'
import { SetFilingInput } from './schemas'
import { setFiling, setFilingIn } from './set-filing'

beforeEach(avoidMidnight)

const today = () => dateIn(new Date())
const daysAgo = (days: number) => dateIn(new Date(Date.now() - days * DAY))

/** Returns a qualification that the real verb approved, which creates its filings. */
async function anApproved(signatures = ['小明书屋']) {
  const claimed = await aClaimedQualification({ signatures })
  const { reviewer, qualification, parts } = claimed
  const accepted = parts.map(({ id: partId }) => ({
    partId,
    verdict: 'ACCEPTED' as const,
    reasons: [],
    correction: null,
    correctionField: null,
    note: null,
  }))
  await decideQualification(reviewer, { qualificationId: qualification.id, revision: 1, parts: accepted })
  const { id: signatureId } = await database().senderSignature.findFirstOrThrow({
    where: { submissionId: claimed.submissionId },
    orderBy: { position: 'asc' },
  })
  return { ...claimed, id: qualification.id, signatureId }
}

type Approved = Awaited<ReturnType<typeof anApproved>>

const entry = (senderSignatureId: string, given: object = {}) =>
  SetFilingInput.parse({
    senderSignatureId,
    carrier: 'CMCC',
    from: 'NOT_FILED',
    state: 'FILED',
    filedOn: daysAgo(3),
    ...given,
  })
const set = (actor: PersonActor, senderSignatureId: string, given: object = {}) =>
  setFiling(actor, entry(senderSignatureId, given))

const lead = (name?: string) => someStaff({ roles: ['LEAD'], ...(name ? { name } : {}) })
const rowOf = (senderSignatureId: string, carrier: 'CMCC' | 'CUCC' = 'CMCC') =>
  database().filing.findUniqueOrThrow({ where: { senderSignatureId_carrier: { senderSignatureId, carrier } } })
const filed = async ({ id }: Approved) => (await eventsAbout(id, 'filing.changed')).map(({ data }) => data)

const effective = () => ({ from: 'FILED', state: 'EFFECTIVE', effectiveOn: today() })
const FAILED = { from: 'FILED', state: 'FAILED', reason: '证照与签名不符' }

test('is recorded for each carrier, with an event', async () => {
  const [approved, actor] = [await anApproved(), await lead()]
  const { id, signatureId, applicant, qualification, submissionId } = approved
  expect(await set(actor, signatureId, { extensionNumber: ' 1234 ' })).toEqual({ qualificationId: id })
  await set(actor, signatureId, { ...FAILED, reason: '证照与签名不符' })
  await set(actor, signatureId, { from: 'FAILED', state: 'FILED', filedOn: daysAgo(1) })
  await set(actor, signatureId, { ...effective(), filedOn: daysAgo(1), extensionNumber: '1234' })

  expect(await rowOf(signatureId)).toMatchObject({
    state: 'EFFECTIVE',
    extensionNumber: '1234',
    reasonSealed: null,
    filedAt: new Date(`${daysAgo(1)}T00:00:00+08:00`),
  })
  expect(await rowOf(signatureId, 'CUCC')).toMatchObject({ state: 'NOT_FILED', filedAt: null })
  const data = await filed(approved)
  expect(data).toMatchObject([
    { senderSignatureId: signatureId, carrier: 'CMCC', from: 'NOT_FILED', to: 'FILED', extensionNumber: '1234' },
    { from: 'FILED', to: 'FAILED', reason: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { from: 'FAILED', to: 'FILED', reason: null },
    { from: 'FILED', to: 'EFFECTIVE', filedOn: daysAgo(1), effectiveOn: today() },
  ])
  expect(JSON.stringify(data)).not.toContain('证照')
  const [event] = await eventsAbout(id, 'filing.changed')
  expect(event).toMatchObject({ actorId: actor.id, capabilities: ['filing.manage'] })

  const read = await readOwnFilings(applicant, id)
  expect(read).toMatchObject([{ senderSignatureId: signatureId, text: '小明书屋' }])
  expect(read[0]?.filings.map(({ carrier, state }) => `${carrier} ${state}`)).toEqual([
    'CMCC EFFECTIVE',
    'CUCC NOT_FILED',
    'CTCC NOT_FILED',
    'CBN NOT_FILED',
  ])
  expect(read[0]?.filings[0]).toMatchObject({ extensionNumber: '1234', filedOn: daysAgo(1), effectiveOn: today() })
  const key = await dataKey(database(), qualification.dataKeyId)
  expect(await readFilings(database(), key, submissionId)).toEqual(read)
  expect(await readOwnFilings(await anApplicant(), id)).toEqual([])
})

test('a reason is sealed, and deleted when it no longer applies', async () => {
  const [{ id, signatureId, applicant }, actor] = [await anApproved(), await lead()]
  await set(actor, signatureId)
  await set(actor, signatureId, FAILED)
  expect(Buffer.from((await rowOf(signatureId)).reasonSealed ?? []).toString()).not.toContain('证照')
  expect((await readOwnFilings(applicant, id))[0]?.filings[0]).toMatchObject({ reason: '证照与签名不符' })
  await set(actor, signatureId, { from: 'FAILED' })
  await set(actor, signatureId, { from: 'FILED', state: 'NOT_FILED' })
  expect(await rowOf(signatureId)).toMatchObject({ state: 'NOT_FILED', reasonSealed: null, filedAt: null })
})

test('each approval creates filings of its own', async () => {
  const applicant = await anApplicant()
  const [first, second] = [await anApproved(['甲店', '乙店']), await anApproved(['甲店'])]
  await set(await lead(), first.signatureId)
  expect(await rowOf(first.signatureId)).toMatchObject({ state: 'FILED' })
  expect(await rowOf(second.signatureId)).toMatchObject({ state: 'NOT_FILED' })
  const waiting = await aClaimedQualification({ applicant })
  expect(await readOwnFilings(applicant, waiting.qualification.id)).toEqual([])
})

describe('a filing is refused', () => {
  test('to people without the right, and where no filing exists', async () => {
    const approved = await anApproved()
    const { signatureId, applicant } = approved
    const waiting = await aClaimedQualification()
    const { id: unapproved } = await database().senderSignature.findFirstOrThrow({
      where: { submissionId: waiting.submissionId },
    })
    const refusals = [
      [await someStaff({ roles: ['LEAD'], accountIds: [applicant.accountId] }), signatureId, 'FORBIDDEN'],
      [await someStaff(), signatureId, 'FORBIDDEN'],
      [await someStaff({ roles: ['AUDITOR'] }), signatureId, 'FORBIDDEN'],
      [applicant, signatureId, 'FORBIDDEN'],
      [await anApplicant(), signatureId, 'NOT_FOUND'],
      [await lead(), randomUUID(), 'NOT_FOUND'],
      [await lead(), unapproved, 'INVALID_STATE'],
    ] as const
    for (const [actor, about, code] of refusals) await expect(set(actor, about)).rejects.toMatchObject({ code })
    expect(await filed(approved)).toEqual([])
  })

  test.each([
    ['another state than on the screen', { from: 'FILED', state: 'EFFECTIVE', effectiveOn: today() }, 'CONFLICT'],
    ['what can’t follow', { state: 'EFFECTIVE', effectiveOn: today() }, 'INVALID_STATE'],
    ['a day that is still to come', { filedOn: daysAgo(-2) }, 'INVALID_INPUT'],
    ['no day', { filedOn: '' }, 'INVALID_INPUT'],
  ])('%s', async (_, given, code) => {
    const approved = await anApproved()
    await expect(set(await lead(), approved.signatureId, given)).rejects.toMatchObject({ code })
    expect(await filed(approved)).toEqual([])
  })

  test('once it is revoked or expired, but not while it is suspended; it says what it is', async () => {
    const [approved, actor] = [await anApproved(), await lead()]
    const where = { id: approved.id }
    const refused = async (params: object) => {
      const attempt = set(actor, approved.signatureId, effective())
      await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED', params })
    }
    await database().qualification.update({ where, data: { status: 'SUSPENDED' } })
    await set(actor, approved.signatureId)
    const administrator = await someStaff({ roles: ['ADMIN'], name: '周岚' })
    await revokeQualification(administrator, { qualificationId: approved.id, reason: 'COMPLAINTS', note: null })
    await refused({ now: 'REVOKED', name: '周岚', at: expect.any(Number) })
    await database().qualification.update({ where, data: { status: 'EXPIRED' } })
    await refused({ now: 'EXPIRED', by: 'NOBODY_NAMED' })
  })

  test('values that aren’t digits or a date', () => {
    const base = { senderSignatureId: randomUUID(), carrier: 'CMCC', from: 'NOT_FILED', state: 'FILED' }
    for (const wrong of [{ extensionNumber: '12a' }, { extensionNumber: '1'.repeat(21) }, { filedOn: '2026-02-30' }]) {
      expect(SetFilingInput.safeParse({ ...base, ...wrong }).success).toBe(false)
    }
  })
})

describe('an entry yields to', () => {
  test.each(['REVOKED', 'SUSPENDED'] as const)(
    'a colleague who has it %s between its read and its write',
    async (act) => {
      const [approved, actor] = [await anApproved(), await lead()]
      const administrator = await someStaff({ roles: ['ADMIN'], name: '周岚' })
      const qualification = await database().qualification.findUniqueOrThrow({ where: { id: approved.id } })
      const change = { act, to: act, qualification, reason: 'COMPLAINTS', note: null, at: new Date() } as const
      const attempt = interleaveWith(
        (tx) => recordStanding(tx, administrator, change),
        () => set(actor, approved.signatureId),
      )
      await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED', params: { now: act, name: '周岚' } })
      expect(await filed(approved)).toEqual([])
    },
  )

  test('another revision that lands between its read and its write', async () => {
    const [approved, actor] = [await anApproved(), await lead()]
    const attempt = interleave(approved.id, { revision: 2 }, () => set(actor, approved.signatureId))
    await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await filed(approved)).toEqual([])
  })

  test('another’s entry that lands between its read and its write, and says whose, and what it is now', async () => {
    const [approved, actor, colleague] = [await anApproved(), await lead(), await lead('高远')]
    const attempt = interleaveWith(
      (tx) => setFilingIn(tx, colleague, entry(approved.signatureId, { extensionNumber: '1069' })),
      () => set(actor, approved.signatureId),
    )
    const filedOn = startOfDay(daysAgo(3)).getTime()
    const now = { now: 'FILING', state: 'FILED', number: '1069', filedOn, effectiveOn: 'NONE' }
    const params = { ...now, by: 'NAMED', name: '高远', at: expect.any(Number) }
    await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED', subjectId: approved.id, params })
    expect(await filed(approved)).toHaveLength(1)
  })

  test('another’s entry that was made before it is read, of this carrier', async () => {
    const [approved, actor, colleague] = [await anApproved(), await lead(), await lead('高远')]
    await set(colleague, approved.signatureId)
    await set(await lead('林远'), approved.signatureId, { carrier: 'CUCC' })
    const late = set(actor, approved.signatureId)
    await expect(late).rejects.toMatchObject({ code: 'CASE_CHANGED', params: { now: 'FILING', name: '高远' } })
    const place = { qualificationId: approved.id, senderSignatureId: approved.signatureId, carrier: 'CMCC' } as const
    const client = await aClient()
    const ofKey = await transaction((tx) => filingConflict(tx, client, 'CONFLICT', place))
    expect(ofKey).toMatchObject({ code: 'CONFLICT', params: {} })
  })

  test('another’s entry in the same state, made since it was on the screen', async () => {
    const [approved, first, second] = [await anApproved(), await lead(), await lead()]
    const { signatureId: senderSignatureId } = approved
    await set(first, senderSignatureId)
    const where = { senderSignatureId_carrier: { senderSignatureId, carrier: 'CMCC' } } as const
    const { updatedAt } = await database().filing.findUniqueOrThrow({ where })
    const correction = { from: 'FILED', state: 'FILED', seen: updatedAt.toISOString() }
    await set(first, senderSignatureId, { ...correction, extensionNumber: '1069' })
    const late = set(second, senderSignatureId, { ...correction, filedOn: daysAgo(3) })
    await expect(late).rejects.toMatchObject({ code: 'CASE_CHANGED', params: { now: 'FILING', number: '1069' } })
    expect(await database().filing.findUnique({ where })).toMatchObject({ extensionNumber: '1069' })
  })

  test('one of two concurrent entries is stored', async () => {
    const [approved, first, second] = [await anApproved(), await lead(), await lead()]
    await set(first, approved.signatureId)
    const outcomes = await outcomesOf([
      set(first, approved.signatureId, effective()),
      set(second, approved.signatureId, FAILED),
    ])
    expect(outcomes).toEqual(['CASE_CHANGED', 'OK'])
    expect(await filed(approved)).toHaveLength(2)
  })
})
