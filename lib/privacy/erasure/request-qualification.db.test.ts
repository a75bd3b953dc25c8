import { describe, expect, test } from 'vitest'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import { SYSTEM } from '@/lib/actor/actor'
import { DAY } from '@/lib/core/clock'
import { DataKeyErasedError, dataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aCodeFor, BROWSER } from '@/tests/factories/codes'
import { decide } from '@/tests/factories/journey'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anAdministrator } from '@/tests/factories/people'
import { INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import { interleave } from '@/tests/setup/interleave'
import { decideErasureRequest } from './decide-erasure-request'
import { eraseQualification } from './erase-qualification'
import { ErasureRecord } from './erasure-record'
import { requestErasure, withdrawErasureRequest } from './request-erasure'
import { aQualification, ask, hold, put, stateOf } from './testing/requests'

const indexesOf = async (qualificationId: string) => {
  const submission = { qualificationId }
  return {
    answers: await database().declaredField.count({ where: { submission, valueIndex: { not: null } } }),
    signatures: await database().senderSignature.count({ where: { submission, textIndex: { not: null } } }),
  }
}

describe('a qualification', () => {
  test('without an obstacle is erased at once: key, files, search; rows, decision and record stay', async () => {
    const { applicant, id } = await aQualification('SUBMITTED')
    const { dataKeyId, updatedAt: _ } = await stateOf(id)
    expect(await indexesOf(id)).toEqual({ answers: expect.any(Number), signatures: 1 })
    expect((await indexesOf(id)).answers).toBeGreaterThan(1)

    const created = await ask(applicant, id)

    expect(created).toMatchObject({ state: 'DONE', obstacles: [], erasureIds: [expect.any(String)] })
    expect(await stateOf(id)).toMatchObject({
      status: 'WITHDRAWN',
      documentsErasedAt: expect.any(Date),
      detailsErasedAt: expect.any(Date),
    })
    await expect(dataKey(database(), dataKeyId)).rejects.toBeInstanceOf(DataKeyErasedError)
    expect(await indexesOf(id)).toEqual({ answers: 0, signatures: 0 })
    const files = await database().storedFile.findMany({
      where: { pages: { some: { document: { submission: { qualificationId: id } } } } },
      include: { dataKey: true, blobs: true },
    })
    expect(files).toHaveLength(INDIVIDUAL_DOCUMENTS.length + 1) // and the evidence
    expect(files.every((file) => file.dataKey.erasedAt !== null && file.blobs.length === 0)).toBe(true)
    expect(
      await database().tombstone.count({ where: { subjectId: { in: [id, ...files.map((file) => file.id)] } } }),
    ).toBe(files.length + 1)

    const erasure = await database().erasure.findUniqueOrThrow({ where: { id: created.erasureIds[0] ?? '' } })
    const record = ErasureRecord.parse(erasure.record)
    expect(erasure).toMatchObject({ qualificationId: id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'REQUEST' })
    expect(record.files.map(({ id: file }) => file).sort()).toEqual(files.map((file) => file.id).sort())
    expect(record.details).toMatchObject({ senderSignatures: 1, sampleMessages: 1, notes: 0 })
    expect(record.remains).toEqual([{ what: 'DECISIONS_AND_EVENTS', until: null }])
    const [event] = await eventsAbout(id, 'qualification.erased')
    expect(event?.data).toMatchObject({ erasureId: erasure.id, requestId: created.requestId, files: files.length })
    expect(await eventsAbout(id, 'qualification.withdrawn')).toHaveLength(1)
    expect(await eventsAbout(applicant.accountId, 'erasure.requested')).toHaveLength(1)
  })

  test('a draft that was never submitted is erased in the same way', async () => {
    const { applicant, id } = await aQualification('DRAFT')
    expect(await ask(applicant, id)).toMatchObject({ state: 'DONE' })
    expect(await indexesOf(id)).toEqual({ answers: 0, signatures: 0 })
  })

  test('nothing else of a submission changes, erased or not', async () => {
    const { applicant, id } = await aQualification('SUBMITTED')
    const write = () =>
      database().declaredField.updateMany({
        where: { submission: { qualificationId: id } },
        data: { valueSealed: new Uint8Array([1]), valueIndex: null },
      })
    const takeOut = () =>
      database().$executeRaw`
        UPDATE declared_fields SET value_index = NULL FROM submissions s
        WHERE s.id = submission_id AND s.qualification_id = ${id}::uuid`
    await expect(write()).rejects.toThrow(/frozen/)
    await expect(takeOut()).rejects.toThrow(/frozen/)
    await ask(applicant, id)
    await expect(write()).rejects.toThrow(/frozen/)
    expect(await takeOut()).toBeGreaterThan(0)
  })

  test('in force waits for an administrator, and is requested once', async () => {
    const { applicant, id } = await aQualification('APPROVED')
    const created = await ask(applicant, id)
    expect(created).toMatchObject({ state: 'WAITING', obstacles: ['IN_FORCE'], erasureIds: [] })
    expect(await stateOf(id)).toMatchObject({ status: 'APPROVED', detailsErasedAt: null })
    await expect(ask(applicant, id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  })

  test('that was approved and is closed is retained for its term, and after it erased at once', async () => {
    const { applicant, id } = await aQualification('APPROVED')
    await put(id, { status: 'EXPIRED', validUntil: new Date(Date.now() - 729 * DAY) })
    const { requestId, ...created } = await ask(applicant, id)
    expect(created).toMatchObject({ state: 'WAITING', obstacles: ['TERM_NOT_OVER'] })

    await withdrawErasureRequest(applicant.actor, { requestId })
    await put(id, { validUntil: new Date(Date.now() - 731 * DAY) })
    expect(await ask(applicant, id)).toMatchObject({ state: 'DONE' })
  })

  test('a rejection on a suspicion waits; one for being too young does not', async () => {
    for (const [reason, state] of [
      ['SUSPECTED_FORGERY', 'WAITING'],
      ['UNDER_AGE', 'DONE'],
    ] as const) {
      const { applicant, id } = await aQualification('SUBMITTED')
      const { actor } = await aColleague()
      await decide(actor, id, { ID_PORTRAIT: reason })
      expect(await ask(applicant, id)).toMatchObject({ state })
    }
  })

  test('a file that another of theirs rests on stays until that one goes', async () => {
    const { applicant, id } = await aQualification('SUBMITTED')
    const { id: other } = await aQualification('DRAFT', applicant)
    const page = await database().documentPage.findFirstOrThrow({
      where: { document: { submission: { qualificationId: id }, kind: 'ID_PORTRAIT' } },
    })
    const document = await database().document.findFirstOrThrow({
      where: { submission: { qualificationId: other }, kind: 'ID_PORTRAIT' },
    })
    await database().documentPage.create({ data: { documentId: document.id, fileId: page.fileId, position: 1 } })
    const isErased = async () =>
      (await database().storedFile.findUniqueOrThrow({ where: { id: page.fileId }, include: { dataKey: true } }))
        .dataKey.erasedAt !== null

    const { erasureIds } = await ask(applicant, id)
    expect(await isErased()).toBe(false)
    const { record } = await database().erasure.findUniqueOrThrow({ where: { id: erasureIds[0] ?? '' } })
    expect(ErasureRecord.parse(record).remains).toContainEqual({
      what: 'SHARED_FILES',
      until: null,
      fileIds: [page.fileId],
    })
    await ask(applicant, other)
    expect(await isErased()).toBe(true)
  })

  test('held, it waits, and not even an administrator can grant it', async () => {
    for (const whole of [true, false]) {
      const { applicant, id } = await aQualification('SUBMITTED')
      await hold(whole ? { accountId: applicant.accountId } : { qualificationId: id })
      const { requestId, ...created } = await ask(applicant, id)
      expect(created).toMatchObject({ state: 'WAITING', obstacles: ['LEGAL_HOLD'] })
      const decision = { requestId, decision: 'GRANT', reason: 'NO_LONGER_NEEDED', note: null } as const
      await expect(decideErasureRequest(await anAdministrator(), decision)).rejects.toMatchObject({ code: 'ON_HOLD' })
      expect(await database().erasureRequest.findUnique({ where: { id: requestId } })).toMatchObject({
        state: 'WAITING',
      })
    }
  })

  test('requested twice at one instant is erased once', async () => {
    const { applicant, id } = await aQualification('SUBMITTED')
    const code = await aCodeFor(applicant, 'ERASURE')
    const input = { accountId: applicant.accountId, qualificationId: id, code }
    const outcomes = await outcomesOf(
      [1, 2, 3].map(() => requestErasure(applicant.actor, input, { address: anAddress(), browser: BROWSER })),
    )
    expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
    expect(await database().erasure.count({ where: { qualificationId: id } })).toBe(1)
  })

  test('claimed meanwhile, what was read is read again', async () => {
    const { applicant, id } = await aQualification('SUBMITTED')
    const { actor: reviewer } = await aColleague()
    const lease = { reviewerId: reviewer.id, claimedAt: new Date(), leaseEndsAt: new Date(Date.now() + DAY) }
    const created = await interleave(id, { status: 'IN_REVIEW', ...lease }, () => ask(applicant, id))
    expect(created.state).toBe('DONE')
    expect(await stateOf(id)).toMatchObject({ status: 'WITHDRAWN', reviewerId: null })
  })
})

describe('data that is erased while its request waits', () => {
  test('an erasure by schedule answers the request: nobody has to decide on it any more', async () => {
    const { applicant, id } = await aQualification('APPROVED')
    const { requestId } = await ask(applicant, id)
    await put(id, { status: 'EXPIRED', validUntil: new Date(Date.now() - 731 * DAY) })
    const clock = { id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'RETENTION', requestId: null } as const
    await transaction((tx) => eraseQualification(tx, SYSTEM, clock))

    expect(await database().erasureRequest.findUnique({ where: { id: requestId } })).toMatchObject({ state: 'DONE' })
    const decision = { requestId, decision: 'GRANT', reason: 'NO_LONGER_NEEDED', note: null } as const
    await expect(decideErasureRequest(await anAdministrator(), decision)).rejects.toMatchObject({
      code: 'INVALID_STATE',
    })
  })

  test('spares what others wait for, what was decided, and what is still to be sent', async () => {
    const { applicant, id } = await aQualification('APPROVED')
    const { reference } = await stateOf(id)
    const other = await aQualification('APPROVED')
    const taken = await ask(applicant, id)
    await withdrawErasureRequest(applicant.actor, { requestId: taken.requestId })
    const waiting = await ask(other.applicant, other.id)
    const SENT = { state: 'SENT', sentAt: new Date() } as const
    const messages = (qualificationId: string) => database().outboxMessage.findMany({ where: { qualificationId } })
    const [sent] = await messages(id)
    await transaction((tx) =>
      notifyAccount(tx, {
        accountId: applicant.accountId,
        qualificationId: id,
        template: 'REVOKED',
        params: { reference },
      }),
    )
    await database().outboxMessage.update({ where: { id: sent?.id ?? '' }, data: SENT })
    const [sentToOther] = await messages(other.id)
    await database().outboxMessage.update({ where: { id: sentToOther?.id ?? '' }, data: SENT })

    await put(id, { status: 'EXPIRED', validUntil: new Date(Date.now() - 731 * DAY) })
    const clock = { id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'RETENTION', requestId: null } as const
    await transaction((tx) => eraseQualification(tx, SYSTEM, clock))
    const requestOf = (requestId: string) => database().erasureRequest.findUniqueOrThrow({ where: { id: requestId } })
    expect(await requestOf(taken.requestId)).toMatchObject({ state: 'WITHDRAWN' })
    expect(await requestOf(waiting.requestId)).toMatchObject({ state: 'WAITING' })
    expect(await messages(id)).toMatchObject([{ state: 'PENDING' }])
    expect(await messages(other.id)).toMatchObject([{ state: 'SENT' }])
  })
})
