import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/auth/actor'
import { DAY, dateIn } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { decideQualification } from '@/lib/review/decide-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { decide, handIn } from '@/tests/factories/journey'
import {
  aDocumentIn,
  aDraft,
  aReadyDraft,
  aRegisteredApplicant,
  IDENTITY,
  submissionOf,
} from '@/tests/factories/qualifications'
import { aClaimedQualification, judgementsOf, someStaff } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { createQualification } from './create-qualification'
import { readDraft } from './read-draft'
import { removeDocumentPage } from './remove-document-page'
import { renewQualification } from './renew-qualification'
import { withdrawQualification } from './withdraw-qualification'

let now: Date
beforeEach(async () => {
  now = await databaseTime()
})
const daysFromNow = (days: number) => new Date(now.getTime() + days * DAY)
const kindsIn = async (id: string) => (await submissionOf(id)).documents.map(({ kind }) => kind).toSorted()

/** Handed in, and as if that had happened to it. */
async function ended(
  as: { status: 'REJECTED' | 'APPROVED' | 'EXPIRED' | 'SUSPENDED'; decidedAt?: Date; validUntil?: Date },
  applicant?: PersonActor & { accountId: string },
) {
  const made = await aReadyDraft({ ...(applicant ? { applicant } : {}), source: 'APP' })
  await handIn(made.applicant, made.id)
  await database().qualification.update({ where: { id: made.id }, data: as })
  return made
}

test('after a rejection another try waits until the day that is said, and works from then on', async () => {
  const { applicant, id } = await ended({ status: 'REJECTED', decidedAt: daysFromNow(-6) })
  const begin = () => createQualification(applicant, { kind: 'INDIVIDUAL' })
  const date = dateIn(daysFromNow(1))
  await expect(begin()).rejects.toMatchObject({ code: 'COOLING_OFF', params: { date } })
  expect((await createQualification(applicant, { kind: 'ORGANISATION' })).id).toBeTruthy()
  await database().qualification.update({ where: { id }, data: { decidedAt: daysFromNow(-7) } })
  expect((await begin()).id).not.toBe(id)
})

test('of several rejections the last counts, and one of another account doesn’t', async () => {
  const { applicant } = await ended({ status: 'REJECTED', decidedAt: daysFromNow(-20) })
  await ended({ status: 'REJECTED', decidedAt: daysFromNow(-1) }, applicant)
  const begin = createQualification(applicant, { kind: 'INDIVIDUAL' })
  await expect(begin).rejects.toMatchObject({ params: { date: dateIn(daysFromNow(6)) } })
  expect((await aDraft()).id).toBeTruthy()
})

test('a person of several accounts says for which; of none of theirs there is nothing', async () => {
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

test('a new try can be filled from the one that ended, but for what shows that they are there, and the letter', async () => {
  const { applicant, id } = await aReadyDraft({ source: 'APP' })
  await withdrawQualification(applicant, { qualificationId: id })
  const begin = () => createQualification(applicant, { kind: 'INDIVIDUAL', from: id })
  const begun = await begin()
  expect((await begin()).id).toBe(begun.id)
  const draft = await readDraft(applicant, begun.id)
  expect(draft).toMatchObject({ revision: 1, fields: IDENTITY, signatures: [{ text: '小明书屋', source: 'APP' }] })
  expect(draft?.signatures[0]?.previousId).toBeNull()
  expect(await kindsIn(begun.id)).toEqual(['ID_EMBLEM', 'ID_PORTRAIT', 'SIGNATURE_EVIDENCE'])
  expect((await eventsAbout(begun.id))[0]).toMatchObject({ action: 'qualification.created', data: { filledFrom: id } })
  expect((await createQualification(applicant, { kind: 'INDIVIDUAL' })).id).not.toBe(begun.id)
})

test('what was refused isn’t taken over', async () => {
  const { applicant, id } = await aReadyDraft()
  await handIn(applicant, id)
  await decide(await someStaff(), id, { ID_PORTRAIT: 'SUSPECTED_FORGERY' })
  await database().qualification.update({ where: { id }, data: { decidedAt: daysFromNow(-8) } })
  const begun = await createQualification(applicant, { kind: 'INDIVIDUAL', from: id })
  expect(await kindsIn(begun.id)).toEqual(['ID_EMBLEM'])
})

test('what was refused isn’t taken over out of a next revision that was withdrawn, unless it was replaced', async () => {
  const changesAsked = async (mend: boolean) => {
    const { applicant, qualification, reviewer, parts } = await aClaimedQualification()
    const portrait = parts.find(({ document }) => document?.kind === 'ID_PORTRAIT')?.id
    const judgements = judgementsOf(parts).map((judgement) =>
      judgement.partId === portrait
        ? { ...judgement, verdict: 'REFUSED' as const, reasons: ['BLURRED'], mend: 'PICTURE' as const }
        : judgement,
    )
    const { id } = qualification
    await decideQualification(reviewer, { qualificationId: id, revision: 1, parts: judgements })
    if (mend) {
      const { documents } = await submissionOf(id)
      const fileId = documents.find(({ kind }) => kind === 'ID_PORTRAIT')?.pages[0]?.fileId ?? ''
      await removeDocumentPage(applicant, { qualificationId: id, fileId })
      await aDocumentIn(id, applicant, 'ID_PORTRAIT')
    }
    await withdrawQualification(applicant, { qualificationId: id })
    return kindsIn((await createQualification(applicant, { kind: 'INDIVIDUAL', from: id })).id)
  }
  expect(await changesAsked(false)).toEqual(['ID_EMBLEM'])
  expect(await changesAsked(true)).toEqual(['ID_EMBLEM', 'ID_PORTRAIT'])
})

test('a draft that another member began is theirs, with their phone', async () => {
  const one = await aRegisteredApplicant()
  const other = { ...(await aRegisteredApplicant()), accountIds: [one.accountId] }
  await database().membership.create({ data: { accountId: one.accountId, userId: other.id } })
  const begun = await createQualification(one, { kind: 'INDIVIDUAL' })
  expect((await createQualification(other, { kind: 'INDIVIDUAL' })).id).not.toBe(begun.id)
})

test('to begin yields to being taken out of the account meanwhile', async () => {
  const one = await aRegisteredApplicant()
  const begun = interleaveWith(
    async (tx) => {
      await tx.$queryRaw`SELECT FROM accounts WHERE id = ${one.accountId}::uuid FOR NO KEY UPDATE`
      await tx.membership.deleteMany({ where: { userId: one.id } })
    },
    () => createQualification(one, { kind: 'INDIVIDUAL' }),
  )
  await expect(begun).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('what goes on, or is another’s, fills nothing', async () => {
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
  ['past its end, whether or not the clock was', { status: 'APPROVED', validUntil: -1 }],
  ['expired', { status: 'EXPIRED', validUntil: -100 }],
] as const)(
  'one that is %s is renewed: its answers, and its documents that hold',
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
    const anew = draft?.slots.flatMap(({ slot, anew }) => (anew ? [[slot.kind, anew]] : []))
    expect(anew).toEqual([
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
] as const)('one that is %s isn’t renewed', async (_, { status, validUntil }) => {
  const { applicant, id } = await ended({ status, validUntil: daysFromNow(validUntil) })
  const attempt = renewQualification(applicant, { qualificationId: id })
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await database().qualification.count({ where: { renewsId: id } })).toBe(0)
})

test('one that was renewed isn’t again; one whose renewal was withdrawn is', async () => {
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

test('after a rejection a renewal waits, too', async () => {
  const { applicant, id } = await ended({ status: 'EXPIRED', validUntil: daysFromNow(-1) })
  await ended({ status: 'REJECTED', decidedAt: daysFromNow(-1) }, applicant)
  const attempt = renewQualification(applicant, { qualificationId: id })
  await expect(attempt).rejects.toMatchObject({ code: 'COOLING_OFF' })
})

test('nobody but its members renews it', async () => {
  const { id } = await ended({ status: 'EXPIRED', validUntil: daysFromNow(-1) })
  const input = { qualificationId: id }
  await expect(renewQualification(await aRegisteredApplicant(), input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(renewQualification(await someStaff(), input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
