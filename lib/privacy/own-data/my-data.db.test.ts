import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { showDeclared } from '@/lib/cases/show-declared'
import { DAY } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { exportOriginal } from '@/lib/qualifications/files/export-original'
import { recordView } from '@/lib/qualifications/files/record-view'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { exportDossier } from '@/lib/reports/dossier/export-dossier'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { documentName } from '@/lib/rulebook/part-names'
import { aCodeFor, age, BROWSER } from '@/tests/factories/codes'
import { anErasure } from '@/tests/factories/erasures'
import { aColleague, aMemberOf, anAddress, anAdministrator, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, IDENTITY, INDIVIDUAL_DOCUMENTS, USE } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { previewWithdrawal } from '../consents/preview-withdrawal'
import { certificatePath } from '../erasure/certificate-link'
import { decideErasureRequest } from '../erasure/decide-erasure-request'
import { previewErasure } from '../erasure/preview-erasure'
import { readCertificate, readCertificateByLink, readErasedByLink } from '../erasure/read-certificate'
import { readOwnRequests } from '../erasure/read-own-requests'
import { requestErasure, withdrawErasureRequest } from '../erasure/request-erasure'
import { countOwnSessions, readOwnQualifications } from './read-own-data'
import { readOwnViews } from './read-own-views'

type Applicant = Awaited<ReturnType<typeof aRegisteredApplicant>>

const owned = ({ actor, accountId }: Applicant) => ({ ...actor, accountId })

async function ask({ actor, phone, accountId }: Applicant, qualificationId: string | null) {
  await age(phone, 24 * 60 * 60)
  return requestErasure(
    actor,
    { accountId, qualificationId, code: await aCodeFor({ actor, phone }, 'ERASURE') },
    { address: anAddress(), browser: BROWSER },
  )
}

async function fileIn(qualificationId: string) {
  const page = await database().documentPage.findFirstOrThrow({
    where: { document: { kind: 'ID_PORTRAIT', submission: { qualificationId } } },
  })
  return page.fileId
}

async function hold(subject: { qualificationId: string } | { accountId: string }) {
  const { id: placedById } = await aColleague({ roles: ['ADMIN'] })
  await transaction(async (tx) => {
    const { id: dataKeyId } = await createDataKey(tx)
    await tx.legalHold.create({ data: { id: newId(), ...subject, reason: 'DISPUTE', dataKeyId, placedById } })
  })
}

test('the stored data of a qualification is shown with its figures, and until when once it is closed', async () => {
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: owned(applicant), source: 'TRADEMARK' })
  const [draft, ...others] = await readOwnQualifications(applicant.actor)
  expect(others).toEqual([])
  expect(draft).toMatchObject({ id, until: undefined, isHeld: false, hasRequest: false, erasures: [] })
  const uploaded = [...INDIVIDUAL_DOCUMENTS, 'SIGNATURE_EVIDENCE'].toSorted()
  expect(draft?.documents.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual(
    uploaded.map((kind) => ({ kind, files: 1 })),
  )
  const { namedBy } = draft ?? {}
  expect(namedBy?.answers).toEqual({ 'person.idType': 'RESIDENT_ID' })
  const key = documentName((whole) => whole, 'ID_PORTRAIT', namedBy)
  expect(key).toBe('rulebook.idPages.RESIDENT_ID.PORTRAIT') // as on the pages of the application
  const answers = Object.keys({ ...IDENTITY, ...USE }).length + 1 // and the phone
  expect(draft?.details).toMatchObject({ answers, signatures: 1, samples: 1, notes: 0, revisions: 1 })

  await withdrawQualification(applicant.actor, { qualificationId: id })
  await hold({ accountId: applicant.accountId })
  const [ended] = await readOwnQualifications(applicant.actor)
  const days = ((ended?.until?.documents.getTime() ?? 0) - Date.now()) / DAY
  expect(Math.round(days)).toBe(90)
  expect(ended).toMatchObject({ isHeld: true })
  expect(await readOwnQualifications(await anApplicant())).toEqual([])
  expect(await readOwnQualifications(await someStaff({ roles: ['ADMIN'] }))).toEqual([])
})

test('erased data is shown as erased', async () => {
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: owned(applicant) })
  const { erasureIds } = await ask(applicant, id)
  const [erased] = await readOwnQualifications(applicant.actor)
  expect(erased).toMatchObject({ id, documents: [], details: null, erasures: [{ id: erasureIds[0] }] })
  expect(erased?.namedBy?.answers).toEqual({})
})

test('sessions are counted: one’s own, and those that can be used', async () => {
  const { id, actor } = await aRegisteredApplicant()
  expect(await countOwnSessions(actor)).toEqual({ live: 1, stored: 1 })
  await database().session.updateMany({ where: { userId: id }, data: { endedAt: new Date() } })
  expect(await countOwnSessions(actor)).toEqual({ live: 0, stored: 1 })
  expect(await countOwnSessions(await anAdministrator())).toEqual({ live: 0, stored: 0 })
})

test('views of it are shown by role, newest first, by pages, to its applicants alone', async () => {
  const reviewer = (await aColleague()).actor
  const [lead, admin] = [await someStaff({ roles: ['LEAD'] }), await someStaff({ roles: ['ADMIN'] })]
  const { applicant, qualification } = await aSubmittedQualification()
  const { id: qualificationId, reference } = qualification
  const fileId = await fileIn(qualificationId)
  expect(await readOwnViews(applicant)).toEqual({ views: [], next: null })

  await claimQualification(reviewer, { qualificationId })
  const viewed = { qualificationId, revision: 1, kind: 'ID_PORTRAIT', fileId } as const
  await recordView(reviewer, { ...viewed, variant: 'THUMBNAIL', page: 0 }, async () => {})
  await recordView(reviewer, { ...viewed, variant: 'RENDITION', page: 1 }, async () => {})
  await showDeclared(lead, { qualificationId, reason: 'DISPUTE', note: null })
  await exportOriginal(admin, { qualificationId, fileId, reason: 'INSPECTION', note: null })
  const dossier = { qualificationId, locale: 'zh-CN', note: null } as const
  await exportDossier(admin, { ...dossier, content: 'FULL', reason: 'DISPUTE' })
  await exportDossier(admin, { ...dossier, content: 'MASKED', reason: null })

  const about = { qualificationId, reference }
  const expected = [
    { ...about, act: 'DOSSIER_EXPORTED', role: 'READER', kind: null, page: null, reason: 'DISPUTE' },
    { ...about, act: 'EXPORTED', role: 'ADMINISTRATOR', kind: 'ID_PORTRAIT', page: null, reason: 'INSPECTION' },
    { ...about, act: 'ANSWERS_SHOWN', role: 'READER', kind: null, page: null },
    { ...about, act: 'VIEWED', role: 'REVIEWER', kind: 'ID_PORTRAIT', page: 2, isThumbnail: false },
    { ...about, act: 'VIEWED', role: 'REVIEWER', kind: 'ID_PORTRAIT', page: 1, isThumbnail: true },
    { ...about, act: 'TAKEN_FOR_REVIEW', role: 'REVIEWER', kind: null },
  ]
  const { views, next } = await readOwnViews(applicant)
  expect(views).toMatchObject(expected)
  expect(next).toBeNull()
  for (const staff of [reviewer, lead, admin]) expect(JSON.stringify(views)).not.toContain(staff.id)

  const first = await readOwnViews(applicant, undefined, 3)
  expect(first.views).toMatchObject(expected.slice(0, 3))
  const rest = await readOwnViews(applicant, first.next ?? '', 3)
  expect(rest).toMatchObject({ views: expected.slice(3), next: null })

  for (const other of [await anApplicant(), reviewer, admin]) {
    expect(await readOwnViews(other)).toEqual({ views: [], next: null })
  }
})

test('the scope of an erasure, and its obstacles, are shown before', async () => {
  const applicant = await aRegisteredApplicant()
  const { actor, accountId } = applicant
  const { id } = await aReadyDraft({ applicant: owned(applicant) })
  const { qualification } = await aSubmittedQualification({ applicant: owned(applicant) })
  await database().qualification.update({
    where: { id: qualification.id },
    data: { status: 'APPROVED', validUntil: new Date(Date.now() + 100 * DAY) },
  })
  const reference = (await database().qualification.findUniqueOrThrow({ where: { id } })).reference
  expect(await previewErasure(actor, { accountId, qualificationId: id })).toMatchObject({
    ...{ reference, obstacles: [], isShared: false, isWaiting: false },
    qualifications: [{ id, documents: { length: INDIVIDUAL_DOCUMENTS.length } }],
  })
  expect(await previewErasure(actor, {})).toMatchObject({
    ...{ accountId, reference: null, obstacles: ['IN_FORCE'], isShared: false },
    qualifications: { length: 2 },
  })
  await ask(applicant, qualification.id)
  expect(await previewErasure(actor, { qualificationId: qualification.id })).toMatchObject({ isWaiting: true })
  await ask(applicant, id)
  expect(await previewErasure(actor, { qualificationId: id })).toBeNull()

  const member = await aMemberOf(accountId)
  expect(await previewErasure(actor, {})).toMatchObject({ isShared: true })
  expect(await previewErasure(member.actor, { accountId: member.ownAccountId })).toMatchObject({ isShared: true })
  for (const target of [{ accountId: 'x' }, { accountId: randomUUID() }, { qualificationId: 'x' }]) {
    expect(await previewErasure(actor, target)).toBeNull()
  }
  const stranger = await aRegisteredApplicant()
  for (const other of [stranger.actor, await someStaff({ roles: ['ADMIN'] })]) {
    for (const target of [{ accountId }, { accountId, qualificationId: qualification.id }]) {
      expect(await previewErasure(other, target)).toBeNull()
    }
  }
})

test('a request is shown with its state, and with the reason and the note of its decision', async () => {
  const applicant = await aRegisteredApplicant()
  const { actor, accountId } = applicant
  const { qualification } = await aSubmittedQualification({ applicant: owned(applicant) })
  const { id, reference } = qualification
  await database().qualification.update({
    where: { id },
    data: { status: 'APPROVED', validUntil: new Date(Date.now() + 100 * DAY) },
  })
  const first = await ask(applicant, id)
  await withdrawErasureRequest(actor, { requestId: first.requestId })
  const second = await ask(applicant, id)
  const note = '还有投诉未处理'
  const refusal = { requestId: second.requestId, decision: 'REFUSE', reason: 'NEEDED_AS_EVIDENCE', note } as const
  await decideErasureRequest(await anAdministrator(), refusal)
  const draft = await aReadyDraft({ applicant: owned(applicant) })
  const third = await ask(applicant, draft.id)

  const member = await aMemberOf(accountId)
  const expected = [
    { id: third.requestId, state: 'DONE', obstacles: [], erasures: [{ id: third.erasureIds[0] }] },
    { id: second.requestId, state: 'REFUSED', reason: 'NEEDED_AS_EVIDENCE', note, qualification: { id, reference } },
    { id: first.requestId, state: 'WITHDRAWN', obstacles: ['IN_FORCE'], reason: null, note: null },
  ]
  expect(await readOwnRequests(actor)).toMatchObject(expected.map((request) => ({ ...request, isOwn: true })))
  expect(await readOwnRequests(member.actor)).toMatchObject(expected.map((request) => ({ ...request, isOwn: false })))
  expect(await readOwnRequests((await aRegisteredApplicant()).actor)).toEqual([])
})

test('a certificate is of one’s own account, and says what its record says', async () => {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id, record, at } = await anErasure(accountId)
  const { files, details, person, remains } = record as Record<string, unknown>
  expect(await readCertificate(actor, id)).toEqual({
    schema: 'zhunxin/erasure-certificate',
    version: 2,
    ...{ id, portal: 'http://localhost:3000', reference: null, erasedAt: at.toISOString() },
    ...{ cause: 'RETENTION', requestedAt: null, scopes: ['DOCUMENTS'] },
    erased: { files, details, person },
    remains,
    finality: { isFinal: true, because: null, until: null, asOf: expect.any(String) }, // no key was erased
  })
  const others = [await aRegisteredApplicant(), await aColleague({ roles: ['ADMIN'] })]
  for (const other of others) {
    await expect(readCertificate(other.actor, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  for (const unknown of [randomUUID(), 'x']) {
    await expect(readCertificate(actor, unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
})

test('an erased person has their certificates by a link, for thirty days, and those alone', async () => {
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: owned(applicant) })
  const { reference } = await database().qualification.findUniqueOrThrow({ where: { id } })
  const { requestId, erasureIds } = await ask(applicant, null)
  const now = await databaseTime()
  const tokenFrom = async (began: Date) => (await certificatePath(requestId, began)).slice('/erased/'.length)
  const token = await tokenFrom(now)

  const erased = await readErasedByLink({ token, address: anAddress() })
  expect(erased.map((erasure) => erasure.id)).toEqual(erasureIds)
  expect(erased.map((erasure) => erasure.reference)).toEqual([reference, null])
  const [ofOne, ofPerson] = erasureIds
  const open = (erasureId: string | undefined, by = token) =>
    readCertificateByLink({ token: by, erasureId: erasureId ?? '', address: anAddress() })
  expect(await open(ofOne)).toMatchObject({ reference, scopes: ['DOCUMENTS', 'DETAILS'] })
  expect(await open(ofPerson)).toMatchObject({ reference: null, scopes: ['PERSON'], erased: { person: true } })

  const another = await anErasure((await aRegisteredApplicant()).accountId)
  const over = await tokenFrom(new Date(now.getTime() - 31 * DAY))
  const changed = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  const attempts: [string | undefined, string?][] = [[another.id], [ofOne, over], [ofOne, changed], [ofOne, 'x'], ['x']]
  for (const [erasureId, by] of attempts) {
    await expect(open(erasureId, by)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
})

test('links are not tried without end from one network', async () => {
  const address = anAddress()
  const attempt = () => readErasedByLink({ token: 'x', address })
  const codes = new Set<string>()
  for (let tries = 0; tries < 61; tries += 1) {
    await attempt().catch((error: { code: string }) => codes.add(error.code))
  }
  expect(codes).toEqual(new Set(['NOT_FOUND', 'RATE_LIMITED']))
})

test('the foreseen effects of a withdrawal of consent are the real ones', async () => {
  const { applicant, qualification } = await aSubmittedQualification()
  const approved = await aSubmittedQualification({ applicant })
  await database().qualification.update({
    where: { id: approved.qualification.id },
    data: { status: 'APPROVED', validUntil: new Date(Date.now() + 100 * DAY) },
  })
  expect(await previewWithdrawal(applicant, 'PERSONAL_INFORMATION')).toEqual({
    statement: 'PERSONAL_INFORMATION',
    withdrawn: [{ id: qualification.id, reference: qualification.reference }],
    suspended: [{ id: approved.qualification.id, reference: approved.qualification.reference }],
  })
  expect(await previewWithdrawal(applicant, 'NOTHING')).toBeNull()
  expect(await previewWithdrawal(await someStaff(), 'PERSONAL_INFORMATION')).toBeNull()
})
