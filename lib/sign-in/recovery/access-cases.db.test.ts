import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { maskNumber } from '@/lib/core/masking'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { CaseSide } from '@/lib/db/generated/enums'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { markerPool } from '@/lib/imaging/watermark'
import { eventsAbout } from '@/tests/factories/audit'
import { aCode, age, BROWSER, messagesTo } from '@/tests/factories/codes'
import { withOwnPasskey } from '@/tests/factories/factors'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { aReadyDraft, IDENTITY } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { interleaveWith } from '@/tests/setup/interleave'
import { verifySignInCode } from '../codes/verify-sign-in-code'
import { newDevice } from '../sessions/devices'
import { readSession } from '../sessions/sessions'
import { openPass } from './case-pass'
import { decideCase } from './decide-case'
import { eraseCases, purgeCases } from './erase-cases'
import { openCaseFile } from './open-case-file'
import { readCase } from './read-case'
import { countCases, listCases, readOwnCase } from './read-cases'
import { startCase } from './start-case'
import { submitDocuments } from './submit-documents'

beforeAll(bundleDecoder)
afterAll(() => {
  decoderPool().close()
  markerPool().close()
})

const NUMBER = IDENTITY['person.idNumber']

async function known() {
  const person = await aRegisteredApplicant()
  await aReadyDraft({ applicant: { ...person.actor, accountId: person.accountId } })
  return person
}

async function verify(phone: string, device: string | null = null) {
  await age(phone, 3600)
  return verifySignInCode({ phone, code: await aCode(phone), address: anAddress(), device, browser: BROWSER })
}

async function ticketOf(phone: string): Promise<string> {
  const proved = await verify(phone)
  if (proved.step === 'SIGNED_IN') throw new Error('Signed in')
  return proved.ticket
}

async function pictures(): Promise<{ fileName: string; source: Readable }[]> {
  const [portrait, emblem] = [await specimen('ID_PORTRAIT'), await specimen('ID_EMBLEM')]
  return [portrait, emblem].map((bytes, at) => ({ fileName: `${at}.jpg`, source: Readable.from([bytes]) }))
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

const begin = async (phone: string, lost: { oldPhone: string; idNumber: string } | null = null) =>
  startCase({ ticket: await ticketOf(phone), address: anAddress(), locale: 'zh-CN', lost })

const submitPictures = async (pass: string, device = newDevice()) =>
  submitDocuments({ pass, device, parts: each(await pictures()), address: anAddress() })

/** Opens a case to which nothing was submitted. */
async function anOpenCase() {
  const person = await known()
  await database().user.update({
    where: { id: person.id },
    data: { lockedAt: await databaseTime(), identityMisses: 5 },
  })
  return { ...person, pass: await begin(person.phone) }
}

async function aLockedCase() {
  const { pass, ...person } = await anOpenCase()
  const device = newDevice()
  await submitPictures(pass, device)
  return { ...person, pass, device, caseId: (await openPass(pass)) ?? '' }
}

const aReviewer = async (): Promise<PersonActor> => (await aColleague()).actor

async function view(reviewer: PersonActor, caseId: string, ...sides: CaseSide[]): Promise<void> {
  for (const side of sides) (await openCaseFile(reviewer, caseId, side)).stream.resume()
}

/** Returns a reviewer who viewed both pictures of a case. */
async function aReviewerOf(caseId: string): Promise<PersonActor> {
  const reviewer = await aReviewer()
  await view(reviewer, caseId, ...Object.values(CaseSide))
  return reviewer
}

test('locked out, submitted, granted: the number signs in again where the case was opened, and nowhere else', async () => {
  const { id, phone, actor, caseId, device, pass } = await aLockedCase()
  await age(phone, 3600)
  await withOwnPasskey({ phone, actor })
  expect(await readOwnCase(pass)).toMatchObject({ state: 'HANDED_IN', kind: 'LOCKED' })
  const reviewer = await aReviewerOf(caseId)
  await decideCase(reviewer, { caseId, decision: 'GRANT' })

  expect(await readOwnCase(pass)).toMatchObject({ state: 'GRANTED' })
  expect(await readSession(actor.sessionId)).toBeNull()
  expect(await database().passkey.count({ where: { userId: id } })).toBe(0)
  expect(await verify(phone, device)).toMatchObject({ step: 'SIGNED_IN', userId: id })
  expect(await verify(phone)).toMatchObject({ step: 'CONFIRM' })
  expect(await eventsAbout(caseId, 'access_case.decided')).toMatchObject([
    { actorId: reviewer.id, capabilities: ['review.decide'], data: { decision: 'GRANTED', reason: null } },
  ])
  expect((await messagesTo(phone)).map(({ template }) => template)).toContain('ACCESS_GRANTED')
})

test('a lost number: the account moves to the new one, and the old one is notified', async () => {
  const { id, phone: oldPhone } = await known()
  const phone = aPhone()
  const [pass, device] = [await begin(phone, { oldPhone, idNumber: NUMBER }), newDevice()]
  await submitPictures(pass, device)
  const caseId = (await openPass(pass)) ?? ''
  const reviewer = await aReviewer()
  expect(await readCase(reviewer, caseId)).toMatchObject({
    kind: 'LOST_PHONE',
    hasAccount: true,
    pictures: [
      { side: 'PORTRAIT', isViewed: false },
      { side: 'EMBLEM', isViewed: false },
    ],
    people: [{ subject: 'person', name: IDENTITY['person.name'], idNumber: maskNumber(NUMBER) }],
  })
  await view(reviewer, caseId, ...Object.values(CaseSide))
  await decideCase(reviewer, { caseId, decision: 'GRANT' })
  const by = async (number: string) =>
    (await database().user.findUnique({ where: { phoneIndex: await blindIndex('phone', number) } }))?.id
  expect([await by(oldPhone), await by(phone)]).toEqual([undefined, id])
  expect(await verify(phone, device)).toMatchObject({ step: 'SIGNED_IN', userId: id })
  expect((await messagesTo(oldPhone)).map(({ template }) => template)).toContain('PHONE_CHANGED')
})

test.each([
  ['another ID number', async () => ({ oldPhone: (await known()).phone, idNumber: '110105194912310021' })],
  ['a number that nobody had', async () => ({ oldPhone: aPhone(), idNumber: NUMBER })],
])('%s leads to nobody: the same is shown, nothing is stored, and nobody can grant it', async (_, lost) => {
  const pass = await begin(aPhone(), await lost())
  const files = await database().storedFile.count()
  await submitPictures(pass)
  expect(await readOwnCase(pass)).toMatchObject({ state: 'HANDED_IN' })
  expect(await database().storedFile.count()).toBe(files)
  const caseId = (await openPass(pass)) ?? ''
  const reviewer = await aReviewer()
  expect(await readCase(reviewer, caseId)).toMatchObject({ hasAccount: false, people: [], pictures: [] })
  await expect(decideCase(reviewer, { caseId, decision: 'GRANT' })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await decideCase(reviewer, { caseId, decision: 'REFUSE', reason: 'NO_ACCOUNT' })
})

test('a person who proves the number again meanwhile sees the state of the case, and is not let in by it', async () => {
  const { phone, caseId } = await aLockedCase()
  const pass = await begin(phone)
  expect(await openPass(pass)).toBe(caseId)
  const device = newDevice()
  await expect(submitPictures(pass, device)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await decideCase(await aReviewerOf(caseId), { caseId, decision: 'GRANT' })
  expect(await verify(phone, device)).toMatchObject({ step: 'CONFIRM' })
})

test('refused, it says why, the lock stays, and it can be tried again', async () => {
  const { phone, caseId, pass } = await aLockedCase()
  await decideCase(await aReviewer(), { caseId, decision: 'REFUSE', reason: 'UNREADABLE' })
  expect(await readOwnCase(pass)).toMatchObject({ state: 'REFUSED', reason: 'UNREADABLE' })
  expect(await verify(phone)).toMatchObject({ step: 'LOCKED' })
  expect(await openPass(await begin(phone))).not.toBe(caseId)
})

test('a case is decided once, also by two at once', async () => {
  const { caseId } = await aLockedCase()
  const [one, two] = [await aReviewerOf(caseId), await aReviewer()]
  const outcomes = await outcomesOf([
    decideCase(one, { caseId, decision: 'GRANT' }),
    decideCase(two, { caseId, decision: 'REFUSE', reason: 'UNREADABLE' }),
  ])
  expect(outcomes.sort()).toEqual(['CONFLICT', 'OK'])
})

test('nothing is opened without a proof of the number, nor where nothing is locked', async () => {
  const bare = { ticket: 'nothing', address: anAddress(), locale: 'zh-CN', lost: null } as const
  await expect(startCase(bare)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  await expect(begin((await known()).phone)).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('a case takes one picture or two', async () => {
  const { pass } = await anOpenCase()
  const send = async (parts: Awaited<ReturnType<typeof pictures>>) =>
    submitDocuments({ pass, device: null, parts: each(parts), address: anAddress() })
  await expect(send([])).rejects.toMatchObject({ code: 'INCOMPLETE' })
  const three = [...(await pictures()), ...(await pictures()).slice(0, 1)]
  await expect(send(three)).rejects.toMatchObject({ code: 'SLOT_FULL' })
  expect(await readOwnCase(pass)).toMatchObject({ state: 'OPEN' })
})

test('no picture is stored for a case that was submitted while its pictures arrived', async () => {
  const { pass } = await anOpenCase()
  const id = (await openPass(pass)) ?? ''
  const attempt = interleaveWith(
    async (tx) =>
      tx.accessCase.update({ where: { id }, data: { state: 'HANDED_IN', submittedAt: await databaseTime(tx) } }),
    () => submitPictures(pass),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await database().accessCaseFile.count({ where: { caseId: id } })).toBe(0)
})

test('a case is submitted once, which is checked before a byte is read, and needs a pass', async () => {
  const { pass } = await aLockedCase()
  const unread = [{ fileName: '0.jpg', source: new Readable({ read: () => expect.unreachable('No byte is read') }) }]
  const again = submitDocuments({ pass, device: null, parts: each(unread), address: anAddress() })
  await expect(again).rejects.toMatchObject({ code: 'INVALID_STATE' })
  const none = { device: null, parts: each([]), address: anAddress() }
  await expect(submitDocuments({ ...none, pass: null })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(submitDocuments({ ...none, pass: pass.slice(0, -6) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('no other applicant, nor a reviewer who is a member of the account, sees or decides it', async () => {
  const { id, accountId, caseId, actor } = await aLockedCase()
  const colleague = await aColleague()
  await database().membership.create({ data: { accountId, userId: colleague.id } })
  const member = await aSession(colleague.id, 'STAFF')
  expect(await readCase(member, caseId)).toBeNull()
  const seen = async (by: PersonActor) => {
    const { waiting, decided } = await listCases(by)
    return [...waiting, ...decided].map((one) => one.id)
  }
  expect(await seen(member)).not.toContain(caseId)
  await expect(openCaseFile(member, caseId, 'PORTRAIT')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(decideCase(member, { caseId, decision: 'GRANT' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const stranger = (await aRegisteredApplicant()).actor
  const auditor = (await aColleague({ roles: ['AUDITOR'] })).actor
  for (const nobody of [actor, stranger, auditor]) {
    expect(await countCases(nobody)).toBe(0)
    await expect(listCases(nobody)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(readCase(nobody, caseId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(openCaseFile(nobody, caseId, 'PORTRAIT')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(decideCase(nobody, { caseId, decision: 'GRANT' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  expect((await database().user.findUniqueOrThrow({ where: { id } })).lockedAt).not.toBeNull()
  const reviewer = await aReviewer()
  expect(await countCases(reviewer)).toBeGreaterThan(0)
  await decideCase(reviewer, { caseId, decision: 'REFUSE', reason: 'UNREADABLE' })
  expect(await seen(reviewer)).toContain(caseId)
  expect(await seen(member)).not.toContain(caseId)
})

test('each view of a picture is an event, and there is none once it was decided', async () => {
  const decoding = vi.spyOn(decoderPool(), 'decode')
  const { caseId } = await aLockedCase()
  const reviewer = await aReviewer()
  const marking = vi.spyOn(markerPool(), 'decode')
  const { stream } = await openCaseFile(reviewer, caseId, 'PORTRAIT')
  stream.resume()
  // Its pictures are decoded in a child of its own, and so are the views of them.
  const ofCase = { owner: caseId, sender: caseId }
  expect(decoding.mock.calls.map(([, , whose]) => whose)).toEqual([ofCase, ofCase])
  expect(marking.mock.calls.map(([, , whose]) => whose)).toEqual([{ owner: caseId, sender: reviewer.id }])
  decoding.mockRestore()
  marking.mockRestore()
  expect(await eventsAbout(caseId, 'access_case.viewed')).toMatchObject([
    { actorId: reviewer.id, data: { side: 'PORTRAIT' } },
  ])
  await decideCase(reviewer, { caseId, decision: 'REFUSE', reason: 'NOT_THE_PERSON' })
  await expect(openCaseFile(reviewer, caseId, 'PORTRAIT')).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('thirty days after its decision a case goes, pictures and all; erased, at once', async () => {
  const one = await aLockedCase()
  const two = await aLockedCase()
  await decideCase(await aReviewerOf(one.caseId), { caseId: one.caseId, decision: 'GRANT' })
  const filesOf = (caseId: string) => database().accessCaseFile.findMany({ where: { caseId } })
  const kept = await filesOf(one.caseId)
  await purgeCases()
  expect(await filesOf(one.caseId)).toHaveLength(2)
  await database().accessCase.update({
    where: { id: one.caseId },
    data: { decidedAt: new Date(Date.now() - 31 * 864e5) },
  })
  await purgeCases()
  expect(await database().accessCase.count({ where: { id: one.caseId } })).toBe(0)
  expect(await database().storedFile.count({ where: { id: { in: kept.map(({ fileId }) => fileId) } } })).toBe(0)
  expect(await filesOf(two.caseId)).toHaveLength(2)
  await transaction((tx) => eraseCases(tx, { userId: two.id }))
  expect(await database().accessCase.count({ where: { id: two.caseId } })).toBe(0)
})
