import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sender } from '@/lib/actor/actor'
import { readSubmitted } from '@/lib/cases/read-submitted'
import { database, transaction } from '@/lib/db/client'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { eraseQualification } from '@/lib/privacy/erasure/erase-qualification'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { examineAll } from '@/lib/qualifications/files/examination/examine-next'
import { openFile } from '@/lib/qualifications/files/open-file'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, aMemberOf, aRegisteredApplicant } from '@/tests/factories/people'
import { INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import { aFiledOne, requestMaterialFor } from '@/tests/factories/supplements'
import { uploadReady } from '@/tests/factories/uploads'
import { interleaveWith } from '@/tests/setup/interleave'
import { closeSupplement } from './close-supplement'
import { readCaseSupplements, readOwnSupplements, readWaitingSupplements } from './read-supplements'
import { anAnswered, expectNow, filingOf, picture, refusal, slotOf, upload } from './testing/answered'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

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
