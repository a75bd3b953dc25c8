import { describe, expect, test } from 'vitest'
import { CONSENT_KEYS, CONSENTS, consentOf } from '@/lib/accounts/consents/consents'
import { type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { readStory } from '@/lib/cases/read-story'
import { DAY } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import type { ConsentKey, QualificationStatus } from '@/lib/db/generated/enums'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { renewQualification } from '@/lib/qualifications/draft/renew-qualification'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { recordStanding } from '@/lib/qualifications/standing/record-standing'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { anApiKey } from '@/tests/factories/api-keys'
import { attestedBefore } from '@/tests/factories/attestations'
import { eventsAbout } from '@/tests/factories/audit'
import { agreedToFirstTexts } from '@/tests/factories/consents'
import { aVouchedSession } from '@/tests/factories/handovers'
import { submit } from '@/tests/factories/journey'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aRegisteredApplicant as aPersonWithPhone, aSession } from '@/tests/factories/people'
import { aDraft, aReadyDraft, aRegisteredApplicant } from '@/tests/factories/qualifications'
import {
  aClaimedQualification,
  type anApplicant,
  aSubmittedQualification,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { giveConsent } from './give-consent'
import { previewWithdrawal } from './preview-withdrawal'
import { readOwnConsents } from './read-own-consents'
import { withdrawConsent } from './withdraw-consent'

const STATEMENT = 'PROVISION_TO_CARRIERS'
const withdraw = { statement: STATEMENT } as const
const againTo = (statement: ConsentKey) => ({ statement, version: consentOf(statement).version, locale: 'en' }) as const
const again = againTo(STATEMENT)

type Applicant = Awaited<ReturnType<typeof anApplicant>>

async function anApproved(applicant: Applicant, data: { validUntil?: Date; status?: QualificationStatus } = {}) {
  const { qualification } = await aSubmittedQualification({ applicant })
  const approved = { status: 'APPROVED', validUntil: new Date(Date.now() + 100 * DAY), ...data } as const
  return database().qualification.update({ where: { id: qualification.id }, data: approved })
}

const statusOf = async (id: string) => (await database().qualification.findUniqueOrThrow({ where: { id } })).status
const statusChangesOf = (id: string) =>
  database().statusChange.findMany({ where: { qualificationId: id }, orderBy: { at: 'asc' } })

test('one is withdrawn by itself, at its time, with its event; the others, and others’, stay given', async () => {
  const [applicant, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  await withdrawConsent(applicant, withdraw)
  expect((await readOwnConsents(other)).every(({ isGiven }) => isGiven)).toBe(true)

  const consents = await readOwnConsents(applicant)
  expect(consents.map(({ key }) => key)).toEqual(CONSENT_KEYS)
  for (const { key, isGiven, history } of consents) {
    expect([key, isGiven]).toEqual([key, key !== STATEMENT])
    expect(history).toMatchObject([{ textVersion: consentOf(key).version, locale: 'zh-CN', earlier: null }])
    expect(history[0]?.withdrawnAt === null).toBe(key !== STATEMENT)
  }
  const data = { accountId: applicant.accountId, statement: STATEMENT, textVersion: '2026-11' }
  expect(await eventsAbout(applicant.id)).toMatchObject([{ action: 'consent.withdrawn', actorId: applicant.id, data }])
})

test('what the platform attested for their account is withdrawn with it, unless it was before; for others it stays', async () => {
  const [applicant, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const of = ({ accountId }: Applicant) => ({ accountId, attestedByKeyId: { not: null } })
  const attested = (whose: Applicant) =>
    database().consent.findMany({ where: { ...of(whose), statement: STATEMENT }, orderBy: { withdrawnAt: 'asc' } })
  await attestedBefore(applicant.accountId)
  const before = new Date(Date.now() - DAY)
  await database().consent.updateMany({ where: of(applicant), data: { withdrawnAt: before } })
  for (const { accountId } of [applicant, other]) await attestedBefore(accountId)
  await withdrawConsent(applicant, withdraw)

  const [first, second, ...rest] = await attested(applicant)
  expect([first?.withdrawnAt, second?.withdrawnAt, rest]).toEqual([before, expect.any(Date), []])
  expect(await eventsAbout(applicant.accountId, 'consent.attestation_withdrawn')).toMatchObject([
    { actorId: applicant.id, data: { consentId: second?.id, statement: STATEMENT } },
  ])
  expect(await attested(other)).toMatchObject([{ withdrawnAt: null }])
})

test("the person's undecided applications are withdrawn, and their reviewers lose the claims", async () => {
  const { applicant, qualification: held } = await aClaimedQualification()
  const { id: draftId } = await aDraft(applicant)
  const { qualification: waiting } = await aSubmittedQualification({ applicant })
  const { qualification: returned } = await aSubmittedQualification({ applicant })
  await database().qualification.update({ where: { id: returned.id }, data: { status: 'CHANGES_REQUESTED' } })
  const { withdrawn, suspended } = await withdrawConsent(applicant, withdraw)

  const ids = [held.id, draftId, waiting.id, returned.id]
  expect(withdrawn.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
  expect(suspended).toEqual([])
  for (const id of ids) {
    expect(await statusOf(id)).toBe('WITHDRAWN')
    expect(await statusChangesOf(id)).toMatchObject([
      { kind: 'WITHDRAWN', byId: applicant.id, reason: 'CONSENT_WITHDRAWN' },
    ])
    expect((await eventsAbout(id)).map(({ action }) => action)).toContain('qualification.withdrawn')
  }
  expect(await database().qualification.findUniqueOrThrow({ where: { id: held.id } })).toMatchObject(unclaimed)
})

test('an approved one is suspended by the system, and the account notified; a closed one stays', async () => {
  const applicant = await aRegisteredApplicant()
  const approved = await anApproved(applicant)
  const over = await anApproved(applicant, { validUntil: new Date(Date.now() - 1_000) })
  const rejected = await anApproved(applicant, { status: 'REJECTED' })
  const { suspended, withdrawn } = await withdrawConsent(applicant, withdraw)

  expect(suspended).toEqual([{ id: approved.id, reference: approved.reference }])
  expect(withdrawn).toEqual([])
  expect(await statusOf(approved.id)).toBe('SUSPENDED')
  expect(await statusChangesOf(approved.id)).toMatchObject([
    { kind: 'SUSPENDED', byId: null, reason: 'CONSENT_WITHDRAWN' },
  ])
  const [event] = await eventsAbout(approved.id)
  const data = { from: 'APPROVED', to: 'SUSPENDED', reason: 'CONSENT_WITHDRAWN', note: null }
  expect(event).toMatchObject({ action: 'qualification.suspended', actorKind: 'SYSTEM', actorId: null, data })
  const notified = await database().outboxMessage.findMany({ where: { qualificationId: approved.id } })
  expect(notified).toMatchObject([{ template: 'SUSPENDED' }])
  expect([await statusOf(over.id), await statusOf(rejected.id)]).toEqual(['APPROVED', 'REJECTED'])
})

test('those of another member continue, and so do those that the person made for an account that they left', async () => {
  const applicant = await aRegisteredApplicant()
  const colleague = await aRegisteredApplicant()
  await database().membership.create({ data: { accountId: applicant.accountId, userId: colleague.id } })
  const theirs = await anApproved({ ...colleague, accountId: applicant.accountId })
  const left = await anApproved({ ...applicant, accountId: colleague.accountId })
  expect(await withdrawConsent(applicant, withdraw)).toEqual({ withdrawn: [], suspended: [] })
  expect([await statusOf(theirs.id), await statusOf(left.id)]).toEqual(['APPROVED', 'APPROVED'])
})

test('it can’t be withdrawn twice, nor by who agreed to nothing', async () => {
  const applicant = await aRegisteredApplicant()
  await withdrawConsent(applicant, withdraw)
  await expect(withdrawConsent(applicant, withdraw)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await expect(withdrawConsent(await someStaff(), withdraw)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(giveConsent(await someStaff(), again)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await database().consent.deleteMany({ where: { userId: applicant.id } })
  await expect(giveConsent({ ...applicant, accountIds: [] }, again)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('without it nothing is started, submitted or renewed, and with it everything is possible again', async () => {
  const { applicant, id } = await aReadyDraft()
  const near = await anApproved(applicant, { validUntil: new Date(Date.now() + 9 * DAY) })
  const begin = () => createQualification(applicant, { kind: 'INDIVIDUAL' })
  const renew = () => renewQualification(applicant, { qualificationId: near.id })
  // The consent counts as withdrawn before there was such a rule, or else the draft would be withdrawn too.
  await database().consent.updateMany({
    where: { userId: applicant.id, statement: STATEMENT },
    data: { withdrawnAt: new Date() },
  })
  for (const verb of [begin, renew, () => submit(applicant, id)]) {
    await expect(verb()).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  }
  await giveConsent(applicant, again)
  await submit(applicant, id)
  await begin()
  await renew()
})

test('a new application is not filled from one whose maker has withdrawn consent', async () => {
  const applicant = await aRegisteredApplicant()
  const colleague = await aRegisteredApplicant()
  const { accountId } = applicant
  await database().membership.create({ data: { accountId, userId: colleague.id } })
  const ended = await anApproved(applicant, { status: 'EXPIRED', validUntil: new Date(0) })
  await withdrawConsent(applicant, withdraw)
  const other = { ...colleague, accountIds: [colleague.accountId, accountId] }
  const fill = createQualification(other, { kind: 'INDIVIDUAL', accountId, from: ended.id })
  await expect(fill).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  const renew = renewQualification(other, { qualificationId: ended.id })
  await expect(renew).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  await createQualification(other, { kind: 'INDIVIDUAL', accountId })
})

test('given again it is another row, and what was suspended for it alone is resumed once none is missing', async () => {
  const applicant = await aRegisteredApplicant()
  const [approved, accused] = [await anApproved(applicant), await anApproved(applicant)]
  const admin = await someStaff({ roles: ['ADMIN'] })
  await suspendQualification(admin, { qualificationId: accused.id, reason: 'COMPLAINTS', note: null })
  await withdrawConsent(applicant, withdraw)
  await withdrawConsent(applicant, { statement: 'PERSONAL_INFORMATION' })

  expect(await giveConsent(applicant, again)).toEqual({ resumed: [] })
  expect(await statusOf(approved.id)).toBe('SUSPENDED')
  expect(await giveConsent(applicant, againTo('PERSONAL_INFORMATION'))).toEqual({
    resumed: [{ id: approved.id, reference: approved.reference }],
  })
  expect([await statusOf(approved.id), await statusOf(accused.id)]).toEqual(['APPROVED', 'SUSPENDED'])
  expect((await statusChangesOf(approved.id)).at(-1)).toMatchObject({
    kind: 'RESUMED',
    byId: null,
    reason: 'CONSENT_GIVEN',
  })
  const actions = (await eventsAbout(approved.id)).map(({ action, actorKind }) => [action, actorKind])
  expect(actions.at(-1)).toEqual(['qualification.resumed', 'SYSTEM'])

  const [carriers] = (await readOwnConsents(applicant)).filter(({ key }) => key === STATEMENT)
  expect(carriers?.isGiven).toBe(true)
  expect(carriers?.history).toMatchObject([{ locale: 'en', withdrawnAt: null }, { locale: 'zh-CN' }])
  expect((await eventsAbout(applicant.id)).filter(({ action }) => action === 'consent.given')).toHaveLength(2)

  expect(await giveConsent(applicant, again)).toEqual({ resumed: [] })
  expect(await database().consent.count({ where: { userId: applicant.id } })).toBe(CONSENTS.length + 2)
})

test('given in a session for one account, it resumes what was suspended for it in all accounts of the person', async () => {
  const [person, other] = [await aPersonWithPhone(), await aRegisteredApplicant()]
  await database().membership.create({ data: { accountId: other.accountId, userId: person.id } })
  const full = await aSession(person.id, 'APPLICANT')
  const here = await anApproved({ ...full, accountId: person.accountId })
  const there = { ...full, accountId: other.accountId }
  const [elsewhere, accused, left] = [await anApproved(there), await anApproved(there), await anApproved(there)]
  const { id: theirs } = await anApproved(other)
  const admin = await someStaff({ roles: ['ADMIN'] })
  for (const qualificationId of [accused.id, theirs]) {
    await suspendQualification(admin, { qualificationId, reason: 'COMPLAINTS', note: null })
  }
  expect((await withdrawConsent(full, withdraw)).suspended).toHaveLength(3)
  const { accountId: elsewhereAgain } = await aRegisteredApplicant()
  await database().qualification.update({ where: { id: left.id }, data: { accountId: elsewhereAgain } })

  const { actor } = await aVouchedSession(person)
  expect(await giveConsent(actor, again)).toEqual({ resumed: [{ id: here.id, reference: here.reference }] })
  const ids = [here.id, elsewhere.id, accused.id, left.id, theirs]
  expect(await Promise.all(ids.map(statusOf))).toEqual([
    ...['APPROVED', 'APPROVED'],
    ...['SUSPENDED', 'SUSPENDED', 'SUSPENDED'],
  ])
})

test('by an earlier text nothing is started, renewed or submitted, until the current one is agreed to', async () => {
  const { applicant, id } = await aReadyDraft()
  const near = await anApproved(applicant, { validUntil: new Date(Date.now() + 9 * DAY) })
  await agreedToFirstTexts({ userId: applicant.id })
  const begin = () => createQualification(applicant, { kind: 'INDIVIDUAL' })
  const renew = () => renewQualification(applicant, { qualificationId: near.id })
  const refusesAll = async () => {
    for (const verb of [begin, renew, () => submit(applicant, id)]) {
      await expect(verb()).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
    }
  }
  for (const key of CONSENT_KEYS) {
    await refusesAll()
    await giveConsent(applicant, againTo(key))
  }
  await submit(applicant, id)
  await begin()
  await renew()
})

test('a colleague starts nothing from what a person made who agreed to an earlier text', async () => {
  const [applicant, colleague] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { accountId } = applicant
  await database().membership.create({ data: { accountId, userId: colleague.id } })
  const ended = await anApproved(applicant, { status: 'EXPIRED', validUntil: new Date(0) })
  await agreedToFirstTexts({ userId: applicant.id })
  const other = { ...colleague, accountIds: [colleague.accountId, accountId] }
  const fill = createQualification(other, { kind: 'INDIVIDUAL', accountId, from: ended.id })
  await expect(fill).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  await createQualification(other, { kind: 'INDIVIDUAL', accountId })
})

test('by an earlier text what was started continues: it is changed, resumed, shown and withdrawn', async () => {
  const { applicant, id } = await aReadyDraft()
  const [approved, byKey] = [await anApproved(applicant), await anApproved(applicant)]
  const { id: createdByKeyId } = await anApiKey()
  await database().qualification.update({ where: { id: byKey.id }, data: { createdById: null, createdByKeyId } })
  await agreedToFirstTexts({ userId: applicant.id })
  const seen = (await readDraft(applicant, id))?.seen.fields ?? ''
  const answers = { 'person.name': '王晓明' }
  await saveFields(applicant, { qualificationId: id, task: 'identity', seen, answers })

  const admin = await someStaff({ roles: ['ADMIN'] })
  const act = { qualificationId: approved.id, note: null } as const
  await suspendQualification(admin, { ...act, reason: 'COMPLAINTS' })
  expect(await resumeQualification(admin, { ...act, reason: 'RESOLVED' })).toMatchObject({ status: 'APPROVED' })

  // A consent to another statement that is given again suffices to resume what was suspended for it.
  await withdrawConsent(applicant, withdraw)
  const { resumed } = await giveConsent(applicant, again)
  expect(resumed.map(({ id }) => id).toSorted()).toEqual([approved.id, byKey.id].toSorted())

  const shown = await readOwnConsents(applicant)
  expect(shown.map(({ key, isGiven, isCurrent }) => [key, isGiven, isCurrent])).toEqual(
    CONSENT_KEYS.map((key) => [key, true, key === STATEMENT]),
  )
  expect(shown[1]?.history).toMatchObject([
    { textVersion: '2024-10', earlier: { text: expect.stringContaining('只作人工比对') } },
  ])
  expect((await previewWithdrawal(applicant, 'PERSONAL_INFORMATION'))?.suspended).toHaveLength(2)
})

test('a consent to the current text is beside the earlier one, with its event, and both are withdrawn together', async () => {
  const applicant = await aRegisteredApplicant()
  const statement = 'PERSONAL_INFORMATION'
  await agreedToFirstTexts({ userId: applicant.id })
  const stale = giveConsent(applicant, { ...againTo(statement), version: '2024-10' })
  await expect(stale).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await eventsAbout(applicant.id, 'consent.given')).toEqual([])

  await Promise.all([giveConsent(applicant, againTo(statement)), giveConsent(applicant, againTo(statement))])
  expect(await eventsAbout(applicant.id, 'consent.given')).toMatchObject([
    { data: { statement, textVersion: '2026-11' } },
  ])
  await withdrawConsent(applicant, { statement })
  const [own] = await readOwnConsents(applicant)
  expect(own).toMatchObject({ isGiven: false, isCurrent: false, isWithdrawn: true })
  expect(own?.history).toMatchObject([
    { textVersion: '2026-11', withdrawnAt: expect.any(Date), earlier: null },
    { textVersion: '2024-10', withdrawnAt: expect.any(Date), earlier: { title: '处理个人信息' } },
  ])
  expect(await eventsAbout(applicant.id, 'consent.withdrawn')).toHaveLength(2)
})

test('one that was suspended for lack of it is not resumed after its end', async () => {
  const applicant = await aRegisteredApplicant()
  const { id } = await anApproved(applicant)
  await withdrawConsent(applicant, withdraw)
  await database().qualification.update({ where: { id }, data: { validUntil: new Date(Date.now() - 1_000) } })
  expect(await giveConsent(applicant, again)).toEqual({ resumed: [] })
  expect(await statusOf(id)).toBe('SUSPENDED')
})

describe('what is suspended for lack of it', () => {
  const aSuspended = async () => {
    const applicant = await aRegisteredApplicant()
    const { id } = await anApproved(applicant)
    await withdrawConsent(applicant, withdraw)
    return { applicant, id, admin: await someStaff({ roles: ['ADMIN'], name: '周岚' }) }
  }
  const fraud = (qualificationId: string) => ({ qualificationId, reason: 'SUSPECTED_FRAUD', note: null }) as const
  const rights = async (actor: PersonActor, id: string) => (await readStory(actor, id))?.may.standing

  test('is suspended by staff for their reason, once, and is not resumed by the consent', async () => {
    const { applicant, id, admin } = await aSuspended()
    expect(await rights(admin, id)).toEqual(['SUSPENDED', 'RESUMED', 'REVOKED'])
    expect(await suspendQualification(admin, fraud(id))).toMatchObject({ status: 'SUSPENDED' })
    expect(await rights(admin, id)).toEqual(['RESUMED', 'REVOKED'])
    const again = suspendQualification(admin, fraud(id))
    const params = { now: 'SUSPENDED', by: 'NAMED', name: '周岚' }
    await expect(again).rejects.toMatchObject({ code: 'CASE_CHANGED', params })
    expect((await statusChangesOf(id)).map(({ kind, reason, byId }) => [kind, reason, byId])).toEqual([
      ['SUSPENDED', 'CONSENT_WITHDRAWN', null],
      ['SUSPENDED', 'SUSPECTED_FRAUD', admin.id],
    ])
    const [, event] = await eventsAbout(id, 'qualification.suspended')
    const data = { from: 'SUSPENDED', to: 'SUSPENDED', reason: 'SUSPECTED_FRAUD' }
    expect(event).toMatchObject({ actorId: admin.id, capabilities: ['qualification.govern'], data })

    expect(await giveConsent(applicant, againTo(STATEMENT))).toEqual({ resumed: [] })
    expect(await statusOf(id)).toBe('SUSPENDED')
    await resumeQualification(admin, { qualificationId: id, reason: 'UNFOUNDED', note: null })
    expect(await statusOf(id)).toBe('APPROVED')
  })

  test('is suspended by one of two colleagues who do so at once', async () => {
    const { id, admin } = await aSuspended()
    const colleague = await someStaff({ roles: ['ADMIN'] })
    const outcomes = await outcomesOf([admin, colleague].map((actor) => suspendQualification(actor, fraud(id))))
    expect(outcomes).toEqual(['CASE_CHANGED', 'OK'])
    expect(await statusChangesOf(id)).toHaveLength(2)
  })

  test('is in force, and not suspended, where the consent is given meanwhile', async () => {
    const { id, admin } = await aSuspended()
    const qualification = await database().qualification.findUniqueOrThrow({ where: { id } })
    const change = { act: 'RESUMED', to: 'APPROVED', reason: 'CONSENT_GIVEN', note: null, at: new Date() } as const
    const attempt = interleaveWith(
      (tx) => recordStanding(tx, SYSTEM, { ...change, qualification }),
      () => suspendQualification(admin, fraud(id)),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED', params: { now: 'RESUMED' } })
    expect(await statusOf(id)).toBe('APPROVED')
  })
})

test('staff put nothing into force again without it, no matter why it was suspended', async () => {
  const applicant = await aRegisteredApplicant()
  const { id } = await anApproved(applicant)
  const admin = await someStaff({ roles: ['ADMIN'] })
  const act = { qualificationId: id, reason: 'COMPLAINTS', note: null } as const
  await suspendQualification(admin, act)
  await withdrawConsent(applicant, withdraw)
  const resume = resumeQualification(admin, { ...act, reason: 'RESOLVED' })
  await expect(resume).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  for (const reason of ['CONSENT_GIVEN', 'CONSENT_WITHDRAWN'] as const) {
    const attempt = resumeQualification(admin, { ...act, reason })
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  }
  expect(await statusOf(id)).toBe('SUSPENDED')
  await revokeQualification(admin, act)
})

test('an application that is started while it is being withdrawn is refused, and never left over', async () => {
  const applicant = await aRegisteredApplicant()
  const begin = () => createQualification(applicant, { kind: 'INDIVIDUAL' })
  const attempt = interleaveWith(async (tx) => {
    await tx.$queryRaw`SELECT FROM users WHERE id = ${applicant.id}::uuid FOR NO KEY UPDATE`
    await tx.consent.updateMany({
      where: { userId: applicant.id, statement: STATEMENT },
      data: { withdrawnAt: new Date() },
    })
  }, begin)
  await expect(attempt).rejects.toMatchObject({ code: 'CONSENT_MISSING' })

  for (let round = 0; round < 8; round += 1) {
    const one = await aRegisteredApplicant()
    await outcomesOf([createQualification(one, { kind: 'INDIVIDUAL' }), withdrawConsent(one, withdraw)])
    const left = await database().qualification.count({ where: { createdById: one.id, status: { not: 'WITHDRAWN' } } })
    expect(left).toBe(0)
  }
})

test('a withdrawal sees a change that was committed before it', async () => {
  const { applicant, qualification } = await aSubmittedQualification()
  const { id } = qualification
  const validUntil = new Date(Date.now() + 100 * DAY)
  const decided = interleaveWith(
    (tx) => tx.qualification.update({ where: { id }, data: { status: 'APPROVED', validUntil } }),
    () => withdrawConsent(applicant, withdraw),
  )
  expect(await decided).toMatchObject({ withdrawn: [], suspended: [{ id }] })
  expect(await statusOf(id)).toBe('SUSPENDED')
})
