import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY, dateIn } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { isInOldest } from '@/tests/factories/contents'
import { decide, submit } from '@/tests/factories/journey'
import {
  aDocumentIn,
  aDraft,
  aReadyDraft,
  aRegisteredApplicant,
  IDENTITY,
  PHONE,
  submissionOf,
} from '@/tests/factories/qualifications'
import { aClaimedQualification, judgementsOf, someStaff } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { removeDocumentPage } from '../files/remove-document-page'
import { PreparationAnswers } from '../preparation'
import { withdrawQualification } from '../standing/withdraw-qualification'
import { createQualification } from './create-qualification'
import { readDraft } from './read-draft'
import { renewQualification } from './renew-qualification'

let now: Date
beforeEach(async () => {
  now = await databaseTime()
})
const daysFromNow = (days: number) => new Date(now.getTime() + days * DAY)
const kindsIn = async (id: string) =>
  (await submissionOf(id)).documents
    .map(({ kind }) => kind)
    .filter(isInOldest)
    .toSorted()

/** Submits a qualification, and then gives it the state of one that has ended. */
async function ended(
  as: { status: 'REJECTED' | 'APPROVED' | 'EXPIRED' | 'SUSPENDED'; decidedAt?: Date; validUntil?: Date },
  applicant?: PersonActor & { accountId: string },
) {
  const made = await aReadyDraft({ ...(applicant ? { applicant } : {}), source: 'APP' })
  await submit(made.applicant, made.id)
  await database().qualification.update({ where: { id: made.id }, data: as })
  return made
}

test('after a rejection another one can be started from the day in the error, and not before', async () => {
  const { applicant, id } = await ended({ status: 'REJECTED', decidedAt: daysFromNow(-6) })
  const begin = () => createQualification(applicant, { kind: 'INDIVIDUAL' })
  const date = dateIn(daysFromNow(1))
  await expect(begin()).rejects.toMatchObject({ code: 'COOLING_OFF', params: { date } })
  expect((await createQualification(applicant, { kind: 'ORGANISATION' })).id).toBeTruthy()
  await database().qualification.update({ where: { id }, data: { decidedAt: daysFromNow(-7) } })
  expect((await begin()).id).not.toBe(id)
})

test('the last of several rejections counts, and those of other accounts do not', async () => {
  const { applicant } = await ended({ status: 'REJECTED', decidedAt: daysFromNow(-20) })
  await ended({ status: 'REJECTED', decidedAt: daysFromNow(-1) }, applicant)
  const begin = createQualification(applicant, { kind: 'INDIVIDUAL' })
  await expect(begin).rejects.toMatchObject({ params: { date: dateIn(daysFromNow(6)) } })
  expect((await aDraft()).id).toBeTruthy()
})

test('a member of several accounts chooses one of them; another account is not found', async () => {
  const [one, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  await database().membership.create({ data: { accountId: other.accountId, userId: one.id } })
  const both = { ...one, accountIds: [one.accountId, other.accountId] }
  const begin = (accountId?: string) => createQualification(both, { kind: 'INDIVIDUAL', accountId })
  const accountOf = async ({ id }: { id: string }) =>
    (await database().qualification.findUniqueOrThrow({ where: { id } })).accountId
  expect(await accountOf(await begin())).toBe(one.accountId)
  expect(await accountOf(await begin(other.accountId))).toBe(other.accountId)
  const stranger = await aRegisteredApplicant()
  await expect(begin(stranger.accountId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const ended = await begin(other.accountId)
  await withdrawQualification(both, { qualificationId: ended.id })
  const from = { kind: 'INDIVIDUAL', from: ended.id } as const
  const elsewhere = createQualification(both, { ...from, accountId: one.accountId })
  await expect(elsewhere).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await accountOf(await createQualification(both, from))).toBe(other.accountId)
})

test('a new draft can be filled from an ended one, without its letter and without photographs that show the person now', async () => {
  const { applicant, id } = await aReadyDraft({ source: 'APP' })
  await withdrawQualification(applicant, { qualificationId: id })
  const begin = () => createQualification(applicant, { kind: 'INDIVIDUAL', from: id })
  const started = await begin()
  expect((await begin()).id).toBe(started.id)
  const draft = await readDraft(applicant, started.id)
  expect(draft).toMatchObject({ revision: 1, fields: IDENTITY, signatures: [{ text: '小明书屋', source: 'APP' }] })
  expect(draft?.signatures[0]?.previousId).toBeNull()
  expect(await kindsIn(started.id)).toEqual(['ID_EMBLEM', 'ID_PORTRAIT', 'SIGNATURE_EVIDENCE'])
  expect((await eventsAbout(started.id))[0]).toMatchObject({
    action: 'qualification.created',
    data: { filledFrom: id },
  })
  expect((await createQualification(applicant, { kind: 'INDIVIDUAL' })).id).not.toBe(started.id)
})

test('a draft starts with what was answered before; a double click makes one, other answers another', async () => {
  const applicant = await aRegisteredApplicant()
  const begin = (answers: Record<string, string>) =>
    createQualification(applicant, { kind: 'INDIVIDUAL', prepared: PreparationAnswers.parse(answers) })
  const passport = { who: 'INDIVIDUAL', id: 'PASSPORT', source: 'APP' }
  const [started, again] = await Promise.all([begin(passport), begin(passport)])
  expect(again.id).toBe(started.id)
  expect(await readDraft(applicant, started.id)).toMatchObject({
    draftVersion: 0,
    fields: { 'person.idType': 'PASSPORT', 'contact.phone': PHONE },
    signatures: [{ text: '', source: 'APP' }],
  })
  expect(await eventsAbout(started.id)).toMatchObject([
    { action: 'qualification.created', data: { filledFrom: null, prepared: ['person.idType'] } },
  ])
  expect((await begin({ ...passport, id: 'RESIDENT_ID' })).id).not.toBe(started.id)
  expect((await begin({ ...passport, source: 'SITE' })).id).not.toBe(started.id)
  const [key] = await database().declaredField.findMany({ where: { submission: { qualificationId: started.id } } })
  expect(Buffer.from(key?.valueSealed ?? []).toString('latin1')).not.toContain('PASSPORT')
})

test('a refused file is not copied', async () => {
  const { applicant, id } = await aReadyDraft()
  await submit(applicant, id)
  await decide(await someStaff(), id, { ID_PORTRAIT: 'SUSPECTED_FORGERY' })
  await database().qualification.update({ where: { id }, data: { decidedAt: daysFromNow(-8) } })
  const started = await createQualification(applicant, { kind: 'INDIVIDUAL', from: id })
  expect(await kindsIn(started.id)).toEqual(['ID_EMBLEM'])
})

test('a refused file is not copied from a withdrawn revision either, unless it was replaced there', async () => {
  const changesRequested = async (isCorrected: boolean) => {
    const { applicant, qualification, reviewer, parts } = await aClaimedQualification()
    const portrait = parts.find(({ document }) => document?.kind === 'ID_PORTRAIT')?.id
    const judgements = judgementsOf(parts).map((judgement) =>
      judgement.partId === portrait
        ? { ...judgement, verdict: 'REFUSED' as const, reasons: ['BLURRED'], correction: 'PICTURE' as const }
        : judgement,
    )
    const { id } = qualification
    await decideQualification(reviewer, { qualificationId: id, revision: 1, parts: judgements })
    if (isCorrected) {
      const { documents } = await submissionOf(id)
      const fileId = documents.find(({ kind }) => kind === 'ID_PORTRAIT')?.pages[0]?.fileId ?? ''
      await removeDocumentPage(applicant, { qualificationId: id, fileId })
      await aDocumentIn(id, applicant, 'ID_PORTRAIT')
    }
    await withdrawQualification(applicant, { qualificationId: id })
    return kindsIn((await createQualification(applicant, { kind: 'INDIVIDUAL', from: id })).id)
  }
  expect(await changesRequested(false)).toEqual(['ID_EMBLEM'])
  expect(await changesRequested(true)).toEqual(['ID_EMBLEM', 'ID_PORTRAIT'])
})

test('an untouched draft of another member is not reused: it has their phone', async () => {
  const one = await aRegisteredApplicant()
  const other = { ...(await aRegisteredApplicant()), accountIds: [one.accountId] }
  await database().membership.create({ data: { accountId: one.accountId, userId: other.id } })
  const started = await createQualification(one, { kind: 'INDIVIDUAL' })
  expect((await createQualification(other, { kind: 'INDIVIDUAL' })).id).not.toBe(started.id)
})

test('a person who is removed from the account meanwhile starts nothing', async () => {
  const one = await aRegisteredApplicant()
  const started = interleaveWith(
    async (tx) => {
      await tx.$queryRaw`SELECT FROM accounts WHERE id = ${one.accountId}::uuid FOR NO KEY UPDATE`
      await tx.membership.deleteMany({ where: { userId: one.id } })
    },
    () => createQualification(one, { kind: 'INDIVIDUAL' }),
  )
  await expect(started).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a draft is not filled from a qualification in progress, of another account or of another kind', async () => {
  const { applicant, id } = await aReadyDraft()
  const begin = (actor: PersonActor, kind: 'INDIVIDUAL' | 'ORGANISATION' = 'INDIVIDUAL') =>
    createQualification(actor, { kind, from: id })
  await expect(begin(applicant)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await expect(begin(await aRegisteredApplicant())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await withdrawQualification(applicant, { qualificationId: id })
  await expect(begin(await aRegisteredApplicant())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(begin(applicant, 'ORGANISATION')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test.each([
  ['near its end', { status: 'APPROVED', validUntil: 59 }],
  ['past its end, whether or not the job has run', { status: 'APPROVED', validUntil: -1 }],
  ['expired', { status: 'EXPIRED', validUntil: -100 }],
] as const)(
  'a qualification that is %s can be renewed, with its answers and its documents that are still valid',
  async (_, { status, validUntil }) => {
    const { applicant, id } = await ended({ status, validUntil: daysFromNow(validUntil) })
    const renew = () => renewQualification(applicant, { qualificationId: id })
    const [one, other] = await Promise.all([renew(), renew()])
    expect(other).toEqual(one)
    expect(await database().qualification.findUniqueOrThrow({ where: { id: one.id } })).toMatchObject({
      renewsId: id,
      status: 'DRAFT',
    })
    expect(await kindsIn(one.id)).toEqual(['ID_EMBLEM', 'ID_PORTRAIT', 'SIGNATURE_EVIDENCE'])
    const draft = await readDraft(applicant, one.id)
    expect(draft?.fields).toMatchObject(IDENTITY)
    expect(draft?.renews).toMatchObject({ id })
    const notReusable = draft?.slots
      .filter(({ slot }) => isInOldest(slot.kind))
      .flatMap(({ slot, notReusable }) => (notReusable ? [[slot.kind, notReusable]] : []))
    expect(notReusable).toEqual([
      ['ID_IN_HAND', 'EACH_TIME'],
      ['COMMITMENT_LETTER', 'EACH_TIME'],
    ])
    const events = (await eventsAbout(one.id)).map(({ action, data }) => [action, (data as { renews: string }).renews])
    expect(events).toEqual([['qualification.renewal_begun', id]])
  },
)

test.each([
  ['far from its end', { status: 'APPROVED', validUntil: 61 }],
  ['suspended', { status: 'SUSPENDED', validUntil: 10 }],
  ['rejected', { status: 'REJECTED', validUntil: 10 }],
] as const)('a qualification that is %s can’t be renewed', async (_, { status, validUntil }) => {
  const { applicant, id } = await ended({ status, validUntil: daysFromNow(validUntil) })
  const attempt = renewQualification(applicant, { qualificationId: id })
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await database().qualification.count({ where: { renewsId: id } })).toBe(0)
})

test('a renewed qualification can’t be renewed again, unless its renewal was withdrawn', async () => {
  const { applicant, id } = await ended({ status: 'EXPIRED', validUntil: daysFromNow(-1) })
  const renew = () => renewQualification(applicant, { qualificationId: id })
  const first = await renew()
  await withdrawQualification(applicant, { qualificationId: first.id })
  const second = await renew()
  expect(second.id).not.toBe(first.id)
  await database().qualification.update({
    where: { id: second.id },
    data: { status: 'APPROVED', validUntil: daysFromNow(300) },
  })
  await expect(renew()).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('the cooling-off time after a rejection holds for renewals, too', async () => {
  const { applicant, id } = await ended({ status: 'EXPIRED', validUntil: daysFromNow(-1) })
  await ended({ status: 'REJECTED', decidedAt: daysFromNow(-1) }, applicant)
  const attempt = renewQualification(applicant, { qualificationId: id })
  await expect(attempt).rejects.toMatchObject({ code: 'COOLING_OFF' })
})

test('only members of its account renew it', async () => {
  const { id } = await ended({ status: 'EXPIRED', validUntil: daysFromNow(-1) })
  const input = { qualificationId: id }
  await expect(renewQualification(await aRegisteredApplicant(), input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(renewQualification(await someStaff(), input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a draft starts with what decides its documents; nothing else that a form sends is stored', async () => {
  const applicant = await aRegisteredApplicant()
  const first = { 'organisation.type': 'ENTERPRISE', 'admin.isLegalRep': 'YES', 'use.onBehalf': 'OWN_USE' }
  const sent = { ...first, 'legalRep.idType': '', 'organisation.name': '样本科技', 'person.idType': 'PASSPORT' }
  const begin = (answers: Record<string, string>) => createQualification(applicant, { kind: 'ORGANISATION', answers })
  const { id } = await begin(sent)
  expect((await readDraft(applicant, id))?.fields).toEqual({ ...first, 'contact.phone': PHONE })
  expect((await begin(first)).id).toBe(id)
  expect((await begin({ ...first, 'admin.isLegalRep': 'NO' })).id).not.toBe(id)
})
