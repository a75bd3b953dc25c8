import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor, Sender } from '@/lib/actor/actor'
import { readSubmitted } from '@/lib/cases/read-submitted'
import { database, transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { eraseQualification } from '@/lib/privacy/erasure/erase-qualification'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { examineAll } from '@/lib/qualifications/files/examination/examine-next'
import { openFile } from '@/lib/qualifications/files/open-file'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { listQualifications } from '@/lib/qualifications/queries'
import { recordStanding } from '@/lib/qualifications/standing/record-standing'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { playDecision } from '@/lib/review/decisions/play-decision'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, aMemberOf, aRegisteredApplicant } from '@/tests/factories/people'
import { INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import { anApplicant, aSecondRevision, aSubmittedQualification, judgementsOf } from '@/tests/factories/review'
import { aFiledOne, anAnswerTo, fileWithMobile, requestMaterialFor } from '@/tests/factories/supplements'
import { uploadReady } from '@/tests/factories/uploads'
import { interleaveWith } from '@/tests/setup/interleave'
import { setFiling } from '../set-filing'
import { closeSupplement } from './close-supplement'
import { readCaseSupplements, readOwnSupplements, readWaitingSupplements } from './read-supplements'
import type { CloseSupplementInput } from './schemas'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

let shade = 0
const picture = () => {
  shade += 1
  const background = { r: (shade * 8) % 256, g: 60, b: 90 }
  return sharp({ create: { width: 800, height: 640, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

const slotOf = (qualificationId: string, kind: DocumentKind = 'SUPPORTING') =>
  ({ qualificationId, kind, senderSignatureId: null, fileName: '门店.jpg' }) as const

const upload = async (actor: PersonActor, id: string, kind?: DocumentKind) =>
  uploadReady(actor, { ...slotOf(id, kind), source: Readable.from(await picture()) })

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'OK',
    (error: { code?: string }) => error.code,
  )

/** Expects that who was slower reads what is true now. */
const expectNow = (attempt: Promise<unknown>, params: object) =>
  expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED', params })

/** Creates a request for which the applicant uploaded a picture. */
async function anAnswered() {
  const filed = await aFiledOne()
  const { id: supplementId } = await requestMaterialFor(filed)
  const { fileId } = await upload(filed.applicant.actor, filed.id)
  const { actor: reviewer } = await aColleague()
  const closing = (more: Partial<CloseSupplementInput>): CloseSupplementInput => ({
    ...{ supplementId, outcome: 'ACCEPTED', seen: fileId, reason: null },
    ...more,
  })
  return { ...filed, supplementId, fileId, reviewer, closing }
}

describe('a request', () => {
  test('is shown to the applicant, who is notified, with what is needed and for which filing', async () => {
    const filed = await aFiledOne()
    await requestMaterialFor(filed, { kind: 'ID_IN_HAND', note: '请补一张手持证件照' })
    const asked = {
      carrier: 'CMCC',
      kind: 'ID_IN_HAND',
      state: 'OPEN',
      signature: '小明书屋',
      note: '请补一张手持证件照',
    }
    expect(await readOwnSupplements(filed.applicant.actor, filed.id)).toMatchObject([
      { ...asked, pages: [], waiting: [] },
    ])
    expect(await readOwnSupplements((await aRegisteredApplicant()).actor, filed.id)).toEqual([])
    const isListed = async () => (await listQualifications(filed.applicant.actor))[0]?.isMaterialRequested
    expect(await isListed()).toBe(true)
    await upload(filed.applicant.actor, filed.id, 'ID_IN_HAND')
    expect(await isListed()).toBe(false)
    const sent = { qualificationId: filed.id, template: 'MATERIAL_REQUESTED' }
    expect(await database().outboxMessage.count({ where: sent })).toBeGreaterThan(0)
    const [event] = await eventsAbout(filed.id, 'filing.material_requested')
    expect(event).toMatchObject({
      actorId: filed.lead.id,
      capabilities: ['filing.manage'],
      data: { kind: 'ID_IN_HAND' },
    })
    expect(JSON.stringify(event)).not.toContain('手持')
  })

  test('is for people who file, for another account than their own, of what was filed and is in force', async () => {
    const filed = await aFiledOne()
    const by = (actor: PersonActor) => refusal(requestMaterialFor({ ...filed, lead: actor }))
    expect(await by((await aColleague({ roles: ['REVIEWER'] })).actor)).toBe('FORBIDDEN')
    expect(await by((await aRegisteredApplicant()).actor)).toBe('NOT_FOUND')
    const own = { ...filed.lead, accountIds: [filed.applicant.accountId] }
    expect(await by(own)).toBe('FORBIDDEN')
    expect(await refusal(requestMaterialFor({ ...filed, carrier: 'CUCC' as never }))).toBe('INVALID_STATE')
    expect(await refusal(requestMaterialFor(filed, { kind: 'LICENCE' }))).toBe('INVALID_INPUT')
    const administrator = (await aColleague({ roles: ['ADMIN'] })).actor
    await revokeQualification(administrator, { qualificationId: filed.id, reason: 'COMPLAINTS', note: null })
    await expectNow(requestMaterialFor(filed), { now: 'REVOKED', by: 'NAMED', at: expect.any(Number) })
  })

  test('is about the revision that was approved, and none before it', async () => {
    const { reviewer, qualification, parts } = await aSecondRevision()
    await decideQualification(reviewer, { qualificationId: qualification.id, revision: 2, parts: judgementsOf(parts) })
    const [earlier] = await database().senderSignature.findMany({
      where: { submission: { qualificationId: qualification.id, revision: 1 } },
    })
    const filing = { ...(await fileWithMobile(qualification.id)), senderSignatureId: earlier?.id ?? '' }
    expect(await refusal(requestMaterialFor(filing))).toBe('INVALID_STATE')
  })

  test('is not sent once the qualification is revoked between its read and its write', async () => {
    const filed = await aFiledOne()
    const { actor: administrator } = await aColleague({ roles: ['ADMIN'], name: '周岚' })
    const qualification = await database().qualification.findUniqueOrThrow({ where: { id: filed.id } })
    const revoked = { act: 'REVOKED', to: 'REVOKED', reason: 'COMPLAINTS', note: null } as const
    const attempt = interleaveWith(
      (tx) => recordStanding(tx, administrator, { ...revoked, qualification, at: new Date() }),
      () => requestMaterialFor(filed),
    )
    await expectNow(attempt, { now: 'REVOKED', name: '周岚' })
    expect(await database().supplement.count({ where: { submission: { qualificationId: filed.id } } })).toBe(0)
  })

  test('is one of a kind at a time, also when two people send it at once', async () => {
    const filed = await aFiledOne()
    expect(await outcomesOf([requestMaterialFor(filed), requestMaterialFor(filed)])).toEqual(['CASE_CHANGED', 'OK'])
    const another = requestMaterialFor({ ...filed, lead: (await aColleague({ roles: ['LEAD'] })).actor })
    await expectNow(another, { now: 'MATERIAL_REQUESTED', by: 'NAMED', name: '高原', at: expect.any(Number) })
    expect(await refusal(requestMaterialFor(filed, { kind: 'ID_IN_HAND' }))).toBe('OK')
  })

  test('is not sent for a filing that a colleague has withdrawn', async () => {
    const filed = await aFiledOne()
    const { senderSignatureId, carrier, lead } = filed
    const entry = { extensionNumber: null, reason: null, filedOn: null, effectiveOn: null }
    await setFiling(lead, { senderSignatureId, carrier, from: 'FILED', state: 'NOT_FILED', ...entry })
    await expectNow(requestMaterialFor(filed), { now: 'FILING', state: 'NOT_FILED', name: '高原', filedOn: 'NONE' })
  })

  test('is taken back by the people who file, until it is answered', async () => {
    const { closing, lead, reviewer, applicant, id, fileId } = await anAnswered()
    const withdrawn = closing({ outcome: 'WITHDRAWN', seen: '' })
    expect(await refusal(closeSupplement(reviewer, withdrawn))).toBe('FORBIDDEN')
    await expectNow(closeSupplement(lead, withdrawn), { now: 'MATERIAL_UPLOADED', files: 1 })
    expect(await refusal(closeSupplement(lead, { ...withdrawn, seen: fileId }))).toBe('INVALID_STATE')
    await removeDocumentPage(applicant.actor, { qualificationId: id, fileId })
    await expectNow(closeSupplement(reviewer, closing({})), { now: 'MATERIAL_UPLOADED', files: 0 })
    expect(await refusal(closeSupplement(lead, withdrawn))).toBe('OK')
    await expectNow(closeSupplement(lead, withdrawn), { now: 'MATERIAL_WITHDRAWN', by: 'NAMED', name: '高原' })
    expect(await refusal(upload(applicant.actor, id))).toBe('INVALID_STATE')
  })
})

describe('a request whose qualification has ended', () => {
  const END = { reason: 'COMPLAINTS', note: null } as const
  const anEnded = async () => {
    const answered = await anAnswered()
    const administrator = (await aColleague({ roles: ['ADMIN'] })).actor
    await revokeQualification(administrator, { qualificationId: answered.id, ...END })
    return { ...answered, administrator }
  }

  test('asks the applicant for nothing more, and nobody decides about it', async () => {
    const filed = await aFiledOne()
    await requestMaterialFor(filed)
    const isAsked = async () => (await listQualifications(filed.applicant.actor))[0]?.isMaterialRequested
    expect(await isAsked()).toBe(true)
    const administrator = (await aColleague({ roles: ['ADMIN'] })).actor
    await revokeQualification(administrator, { qualificationId: filed.id, ...END })
    expect(await isAsked()).toBe(false)
    expect(await refusal(upload(filed.applicant.actor, filed.id))).toBe('INVALID_STATE')
    const { id, reviewer, closing } = await anEnded()
    await expectNow(closeSupplement(reviewer, closing({})), { now: 'REVOKED', by: 'NAMED' })
    expect(await readWaitingSupplements(reviewer)).not.toContainEqual(expect.objectContaining({ qualificationId: id }))
  })

  test('is closed by the people who file, answered or not, of the files that they saw', async () => {
    const { id, lead, reviewer, applicant, closing, fileId } = await anEnded()
    const withdrawn = closing({ outcome: 'WITHDRAWN' })
    expect((await readCaseSupplements(lead, id))?.may).toEqual({ request: false, judge: false, closeAny: true })
    expect((await readCaseSupplements(reviewer, id))?.may.closeAny).toBe(false)
    expect(await refusal(closeSupplement(reviewer, withdrawn))).toBe('FORBIDDEN')
    expect(await refusal(closeSupplement(applicant.actor, withdrawn))).toBe('FORBIDDEN')
    await expectNow(closeSupplement(lead, closing({ outcome: 'WITHDRAWN', seen: '' })), { now: 'MATERIAL_UPLOADED' })
    const both = [closeSupplement(lead, withdrawn), closeSupplement(lead, withdrawn)]
    expect(await outcomesOf(both)).toEqual(['CASE_CHANGED', 'OK'])
    const [event] = await eventsAbout(id, 'filing.material_closed')
    expect(event).toMatchObject({ actorId: lead.id, data: { outcome: 'WITHDRAWN', fileIds: [fileId], reason: null } })
  })

  test('is closed too when what was written is erased', async () => {
    const { id, lead, closing } = await anEnded()
    const of = { id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'RETENTION', requestId: null } as const
    await transaction((tx) => eraseQualification(tx, { kind: 'SYSTEM', id: null }, of))
    const [supplement] = (await readCaseSupplements(lead, id))?.supplements ?? []
    const seen = supplement?.pages.map(({ fileId }) => fileId).join() ?? ''
    expect(await refusal(closeSupplement(lead, closing({ outcome: 'WITHDRAWN', seen })))).toBe('OK')
  })
})

describe('an upload', () => {
  test('goes through the same examination, and is no part of what was submitted', async () => {
    const { applicant, id, fileId } = await anAnswered()
    const [supplement] = await readOwnSupplements(applicant.actor, id)
    expect(supplement?.pages).toMatchObject([{ fileId, name: '门店.jpg', width: 800 }])
    const copy = await readSubmitted(applicant.actor, { qualificationId: id, revision: '1' })
    expect(copy?.content?.documents).toHaveLength(INDIVIDUAL_DOCUMENTS.length)
    expect((await eventsAbout(id, 'document.ready')).map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ fileId, kind: 'SUPPORTING' }),
    )
  })

  test('is refused without a request, of another kind, and of another account', async () => {
    const { applicant, id } = await anAnswered()
    expect(await refusal(upload(applicant.actor, id, 'ID_IN_HAND'))).toBe('INVALID_STATE')
    expect(await refusal(upload((await aRegisteredApplicant()).actor, id))).toBe('NOT_FOUND')
    expect(await refusal(upload((await aMemberOf(applicant.accountId)).actor, id))).toBe('OK')
    for (let more = 0; more < 3; more += 1) await upload(applicant.actor, id)
    expect(await refusal(upload(applicant.actor, id))).toBe('SLOT_FULL')
  })

  test('is taken out by a member of the account alone, for as long as they are one, and by no key that may only read', async () => {
    const { applicant, id, fileId } = await anAnswered()
    const takenOutBy = (actor: Sender) => refusal(removeDocumentPage(actor, { qualificationId: id, fileId }))
    expect(await takenOutBy((await aRegisteredApplicant()).actor)).toBe('NOT_FOUND')
    const { actor: member } = await aMemberOf(applicant.accountId)
    await database().membership.deleteMany({ where: { userId: member.id } })
    expect(await takenOutBy(member)).toBe('NOT_FOUND')
    expect(await takenOutBy(await aClient({ scopes: ['QUALIFICATIONS_READ'] }))).not.toBe('OK')
    expect(await database().documentPage.count({ where: { fileId } })).toBe(1)
    expect(await takenOutBy(applicant.actor)).toBe('OK')
  })

  test('of a picture that is too small shows why it was refused', async () => {
    const filed = await aFiledOne()
    await requestMaterialFor(filed)
    const small = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer()
    const tried = uploadReady(filed.applicant.actor, { ...slotOf(filed.id), source: Readable.from(small) })
    expect(await refusal(tried)).toBe('FILE_LOW_RESOLUTION')
    const [supplement] = await readOwnSupplements(filed.applicant.actor, filed.id)
    expect(supplement).toMatchObject({ pages: [], refused: [{ code: 'FILE_LOW_RESOLUTION' }] })
  })

  test('that was received before the request was closed is dropped by its examination', async () => {
    const { applicant, id, lead, reviewer, closing, fileId } = await anAnswered()
    await closeSupplement(reviewer, closing({}))
    await requestMaterialFor({ lead, ...(await filingOf(id)) })
    const waiting = await acceptDocument(applicant.actor, { ...slotOf(id), source: Readable.from(await picture()) })
    await database().supplement.updateMany({
      where: { submission: { qualificationId: id }, state: 'OPEN' },
      data: { state: 'WITHDRAWN', closedById: lead.id, closedAt: new Date() },
    })
    await examineAll()
    expect(await database().storedFile.count({ where: { id: waiting.fileId } })).toBe(0)
    expect(await database().documentPage.count({ where: { fileId } })).toBe(1)
  })
})

const filingOf = async (qualificationId: string) => {
  const { senderSignatureId } = await database().filing.findFirstOrThrow({
    where: { senderSignature: { submission: { qualificationId } }, carrier: 'CMCC' },
  })
  return { senderSignatureId, carrier: 'CMCC' as const }
}

describe('a reviewer', () => {
  test('finds it, views it with an event until it is decided, and accepts it', async () => {
    const { applicant, id, fileId, reviewer, closing } = await anAnswered()
    expect(await readWaitingSupplements(reviewer)).toContainEqual(expect.objectContaining({ qualificationId: id }))
    expect(await readWaitingSupplements({ ...reviewer, accountIds: [applicant.accountId] })).not.toContainEqual(
      expect.objectContaining({ qualificationId: id }),
    )
    expect(await readWaitingSupplements((await aColleague({ roles: ['ADMIN'] })).actor)).toEqual([])
    const shown = { fileId, variant: 'RENDITION', page: 0 } as const
    expect((await buffer((await openFile(reviewer, shown)).stream)).length).toBeGreaterThan(1_000)
    expect(await eventsAbout(id, 'document.viewed')).toMatchObject([{ actorId: reviewer.id, data: { fileId } }])
    expect(await refusal(openFile((await aColleague({ roles: ['ADMIN'] })).actor, shown))).toBe('FORBIDDEN')

    await closeSupplement(reviewer, closing({}))
    expect(await refusal(openFile(reviewer, shown))).toBe('CLAIM_LOST')
    expect(await readOwnSupplements(applicant.actor, id)).toMatchObject([{ state: 'ACCEPTED', pages: [{ fileId }] }])
    const [event] = await eventsAbout(id, 'filing.material_closed')
    expect(event).toMatchObject({
      actorId: reviewer.id,
      data: { outcome: 'ACCEPTED', fileIds: [fileId], reason: null },
    })
    const accepted = { now: 'MATERIAL_ACCEPTED', by: 'NAMED', at: expect.any(Number) }
    await expectNow(closeSupplement(reviewer, closing({})), accepted)
    expect(await refusal(removeDocumentPage(applicant.actor, { qualificationId: id, fileId }))).toBe('INVALID_STATE')
    await expect(database().documentPage.deleteMany({ where: { fileId } })).rejects.toThrow(/frozen/)
    await expect(database().document.updateMany({ data: { kind: 'LICENCE' } })).rejects.toThrow(/frozen/)
  })

  test('refuses it with a reason, which the applicant reads next to the request that follows', async () => {
    const { applicant, id, reviewer, closing } = await anAnswered()
    expect(await refusal(closeSupplement(reviewer, closing({ outcome: 'REFUSED' })))).toBe('INVALID_INPUT')
    await closeSupplement(reviewer, closing({ outcome: 'REFUSED', reason: '照片里没有招牌' }))
    expect(await readOwnSupplements(applicant.actor, id)).toMatchObject([
      { state: 'OPEN', note: '请提供门店照片', pages: [] },
      { state: 'REFUSED', reason: '照片里没有招牌', pages: [{}] },
    ])
    expect(await refusal(upload(applicant.actor, id))).toBe('OK')
  })

  test('decides about the files that they saw, for another account than their own', async () => {
    const { applicant, id, reviewer, closing, lead } = await anAnswered()
    const own = { ...reviewer, accountIds: [applicant.accountId] }
    const administrator = (await aColleague({ roles: ['ADMIN'] })).actor
    for (const actor of [own, administrator])
      expect(await refusal(closeSupplement(actor, closing({})))).toBe('FORBIDDEN')
    expect(await refusal(closeSupplement(applicant.actor, closing({})))).toBe('FORBIDDEN')
    expect(await refusal(closeSupplement((await aRegisteredApplicant()).actor, closing({})))).toBe('NOT_FOUND')
    await upload(applicant.actor, id)
    await expectNow(closeSupplement(reviewer, closing({})), { now: 'MATERIAL_UPLOADED', files: 2 })
    const [seen] = await readOwnSupplements(applicant.actor, id)
    const all = seen?.pages.map((page) => page.fileId).join() ?? ''
    const both = [closeSupplement(reviewer, closing({ seen: all })), closeSupplement(lead, closing({ seen: all }))]
    expect(await outcomesOf(both)).toEqual(['CASE_CHANGED', 'OK'])
  })

  test('decides about nothing while more is examined', async () => {
    const { applicant, id, supplementId, reviewer, closing } = await anAnswered()
    await acceptDocument(applicant.actor, { ...slotOf(id), source: Readable.from(await picture()) })
    expect(await refusal(closeSupplement(reviewer, closing({})))).toBe('FILES_BEING_EXAMINED')
    expect(await database().supplement.findUnique({ where: { id: supplementId } })).toMatchObject({ state: 'OPEN' })
    await examineAll()
    await expectNow(closeSupplement(reviewer, closing({})), { now: 'MATERIAL_UPLOADED', files: 2 })
  })

  test('yields to a colleague who closes it between its read and its write, and reads who did, and how', async () => {
    const { supplementId, id, reviewer, closing } = await anAnswered()
    const { actor: colleague } = await aColleague({ name: '苏合' })
    const data = { state: 'REFUSED', closedById: colleague.id, closedAt: new Date() } as const
    const attempt = interleaveWith(
      (tx) => tx.supplement.update({ where: { id: supplementId }, data }),
      () => closeSupplement(reviewer, closing({})),
    )
    const at = data.closedAt.getTime()
    await expectNow(attempt, { now: 'MATERIAL_REFUSED', by: 'NAMED', name: '苏合', at })
    expect(await eventsAbout(id, 'filing.material_closed')).toEqual([])
  })

  test('and nobody else reads what was written; it is erased with the details, and the files with the documents', async () => {
    const { applicant, id, reviewer, closing, fileId } = await anAnswered()
    await closeSupplement(reviewer, closing({ outcome: 'REFUSED', reason: '照片里没有招牌' }))
    const auditor = (await aColleague({ roles: ['AUDITOR'] })).actor
    expect((await readCaseSupplements(auditor, id))?.may).toEqual({ request: false, judge: false, closeAny: false })
    expect(await readCaseSupplements(applicant.actor, id)).toBeNull()
    await database().qualification.update({ where: { id }, data: { status: 'EXPIRED', validUntil: new Date(0) } })
    const of = { id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'RETENTION', requestId: null } as const
    await transaction((tx) => eraseQualification(tx, { kind: 'SYSTEM', id: null }, of))
    const rows = await database().supplement.findMany({ where: { submission: { qualificationId: id } } })
    expect(rows.map(({ noteSealed, reasonSealed }) => [noteSealed.length, reasonSealed])).toEqual([
      [0, null],
      [0, null],
    ])
    const file = await database().storedFile.findUniqueOrThrow({ where: { id: fileId }, include: { dataKey: true } })
    expect(file.dataKey.erasedAt).not.toBeNull()
    expect(await readOwnSupplements(applicant.actor, id)).toMatchObject([{ note: null }, { note: null, reason: null }])
  })
})

test('staff are shown nothing that a test account was requested', async () => {
  const applicant = await anApplicant({ isTest: true })
  const { qualification, submissionId } = await aSubmittedQualification({ applicant })
  const { id } = qualification
  await playDecision(await aClient({ isTest: true }), { qualificationId: id, outcome: 'APPROVED', reasons: [] })
  const { actor: lead } = await aColleague({ roles: ['LEAD'] })
  const request = { submissionId, kind: 'SUPPORTING', requestedById: lead.id, noteSealed: new Uint8Array() } as const
  const supplement = await database().supplement.create({
    data: { ...request, ...(await filingOf(id)), requestedAt: new Date(0) }, // the first of those that wait
  })
  await anAnswerTo(supplement.id, applicant)
  expect(await readCaseSupplements(lead, id)).toBeNull()
  expect((await readWaitingSupplements(lead)).map(({ qualificationId }) => qualificationId)).not.toContain(id)
})
