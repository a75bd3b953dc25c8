import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database, transaction } from '@/lib/db/client'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { eraseQualification } from '@/lib/privacy/erasure/erase-qualification'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { listQualifications } from '@/lib/qualifications/queries'
import { recordStanding } from '@/lib/qualifications/standing/record-standing'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { playDecision } from '@/lib/review/decisions/play-decision'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { anApplicant, aSecondRevision, aSubmittedQualification, judgementsOf } from '@/tests/factories/review'
import { aFiledOne, anAnswerTo, fileWithMobile, requestMaterialFor } from '@/tests/factories/supplements'
import { interleaveWith } from '@/tests/setup/interleave'
import { setFiling } from '../set-filing'
import { closeSupplement } from './close-supplement'
import { readCaseSupplements, readOwnSupplements, readWaitingSupplements } from './read-supplements'
import { anAnswered, expectNow, filingOf, refusal, upload } from './testing/answered'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

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

  test('is not for evidence of a signature, which an answer belongs to none of', async () => {
    const filed = await aFiledOne()
    expect(await refusal(requestMaterialFor(filed, { kind: 'SIGNATURE_EVIDENCE' }))).toBe('INVALID_INPUT')
    const kinds = (await readCaseSupplements(filed.lead, filed.id))?.kinds
    expect(kinds).toEqual(expect.arrayContaining(['ID_PORTRAIT', 'SUPPORTING']))
    expect(kinds).not.toContain('SIGNATURE_EVIDENCE')
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
