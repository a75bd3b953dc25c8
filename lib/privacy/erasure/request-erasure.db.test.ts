import { describe, expect, test } from 'vitest'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import type { PersonActor } from '@/lib/actor/actor'
import { SYSTEM } from '@/lib/actor/actor'
import { DAY } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey, DataKeyErasedError, dataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { aCodeFor, age, anotherThan, BROWSER } from '@/tests/factories/codes'
import { aVouchedSession } from '@/tests/factories/handovers'
import { decide, submit } from '@/tests/factories/journey'
import { outcomesOf } from '@/tests/factories/outcomes'
import {
  aColleague,
  aMemberOf,
  anAddress,
  anAdministrator,
  aRegisteredApplicant,
  aSession,
} from '@/tests/factories/people'
import { aReadyDraft, INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import { interleave, interleaveWith } from '@/tests/setup/interleave'
import { certificatePath, openCertificateLink } from './certificate-link'
import { decideErasureRequest } from './decide-erasure-request'
import { eraseQualification } from './erase-qualification'
import { ErasureRecord } from './erasure-record'
import { requestErasure, withdrawErasureRequest } from './request-erasure'

type Applicant = Awaited<ReturnType<typeof aRegisteredApplicant>>

const owned = ({ actor, accountId }: Applicant) => ({ ...actor, accountId })
const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
const put = (id: string, data: Prisma.QualificationUncheckedUpdateInput) =>
  database().qualification.update({ where: { id }, data })

async function ask({ actor, phone, accountId }: Applicant, qualificationId: string | null) {
  await age(phone, 24 * 60 * 60) // so that another code may be sent
  return requestErasure(
    actor,
    { accountId, qualificationId, code: await aCodeFor({ actor, phone }, 'ERASURE') },
    { address: anAddress(), browser: BROWSER },
  )
}

/** Creates a qualification of an applicant with a phone of their own; its files are rows only. */
async function aQualification(status: QualificationStatus = 'DRAFT', applicant?: Applicant) {
  const owner = applicant ?? (await aRegisteredApplicant())
  const { id } = await aReadyDraft({ applicant: owned(owner), source: 'TRADEMARK' })
  if (status !== 'DRAFT') await submit(owner.actor, id)
  const validUntil = new Date(Date.now() + 100 * DAY)
  if (status === 'APPROVED') await put(id, { status, validUntil, decidedAt: new Date() })
  else if (status !== 'DRAFT') await put(id, { status })
  return { applicant: owner, id }
}

async function hold(subject: { qualificationId: string } | { accountId: string }) {
  const { id: placedById } = await aColleague({ roles: ['ADMIN'] })
  return transaction(async (tx) => {
    const { id: dataKeyId } = await createDataKey(tx)
    return tx.legalHold.create({ data: { ...subject, reason: 'DISPUTE', dataKeyId, placedById } })
  })
}

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

describe('all of an account', () => {
  test('goes with its qualifications and its person: nobody can sign in, or be found by the number', async () => {
    const { applicant, id } = await aQualification('SUBMITTED')
    const { dataKeyId } = await database().user.findUniqueOrThrow({ where: { id: applicant.id } })
    await database().consent.create({
      data: {
        userId: applicant.id,
        accountId: applicant.accountId,
        statement: 'PERSONAL_INFORMATION',
        textVersion: '1',
        locale: 'en',
      },
    })

    const created = await ask(applicant, null)

    expect(created).toMatchObject({ state: 'DONE', erasureIds: [expect.any(String), expect.any(String)] })
    expect(await stateOf(id)).toMatchObject({ detailsErasedAt: expect.any(Date) })
    await expect(dataKey(database(), dataKeyId)).rejects.toBeInstanceOf(DataKeyErasedError)
    expect(await readSession(applicant.actor.sessionId)).toBeNull()
    expect(await database().user.findUnique({ where: { id: applicant.id } })).toMatchObject({
      status: 'DISABLED',
      erasedAt: expect.any(Date),
      phoneIndex: null,
    })
    const phoneIndex = await blindIndex('phone', applicant.phone)
    expect(await database().user.count({ where: { phoneIndex } })).toBe(0)
    expect(await database().signInCode.count({ where: { phoneIndex } })).toBe(0)
    expect(await database().consent.count({ where: { userId: applicant.id, withdrawnAt: null } })).toBe(0)
    expect(await eventsAbout(applicant.accountId, 'account.person_erased')).toHaveLength(1)
  })

  test("with others in it, or of a person who is in another, can't be requested", async () => {
    const { applicant } = await aQualification()
    const member = await aMemberOf(applicant.accountId)
    await expect(ask(applicant, null)).rejects.toMatchObject({ code: 'ACCOUNT_SHARED' })
    const own = { ...member, accountId: member.ownAccountId }
    await expect(ask(own, null)).rejects.toMatchObject({ code: 'ACCOUNT_SHARED' })
  })

  test('held, of which nothing but its person is left, waits, and is not granted', async () => {
    const applicant = await aRegisteredApplicant()
    await hold({ accountId: applicant.accountId })
    const { requestId, ...created } = await ask(applicant, null)
    expect(created).toMatchObject({ state: 'WAITING', obstacles: ['LEGAL_HOLD'] })
    const decision = { requestId, decision: 'GRANT', reason: 'NO_LONGER_NEEDED', note: null } as const
    await expect(decideErasureRequest(await anAdministrator(), decision)).rejects.toMatchObject({ code: 'ON_HOLD' })
    expect(await database().user.findUnique({ where: { id: applicant.id } })).toMatchObject({ erasedAt: null })
  })

  test('with something in force waits; granted, that is revoked, and the applicant is notified with a link', async () => {
    const { applicant, id } = await aQualification('APPROVED')
    const { requestId } = await ask(applicant, null)
    const admin = await anAdministrator()
    await decideErasureRequest(admin, { requestId, decision: 'GRANT', reason: 'OTHER', note: '已停止发送' })

    expect(await stateOf(id)).toMatchObject({ status: 'REVOKED', detailsErasedAt: expect.any(Date) })
    expect(await database().user.findUnique({ where: { id: applicant.id } })).toMatchObject({
      erasedAt: expect.any(Date),
    })
    const request = await database().erasureRequest.findUniqueOrThrow({ where: { id: requestId } })
    expect(request).toMatchObject({ state: 'GRANTED', decidedById: admin.id, reason: 'OTHER' })
    const [event] = await eventsAbout(applicant.accountId, 'erasure.request_granted')
    expect(JSON.stringify(event)).not.toContain('停止')
    expect(await database().outboxMessage.count({ where: { template: 'ERASURE_DONE' } })).toBeGreaterThan(0)
  })
})

test('is not granted once the applicant is in another one too', async () => {
  const { applicant } = await aQualification('APPROVED')
  const { requestId } = await ask(applicant, null)
  const other = await aRegisteredApplicant()
  await database().membership.create({ data: { accountId: other.accountId, userId: applicant.id } })
  const grant = { requestId, decision: 'GRANT', reason: 'NO_LONGER_NEEDED', note: null } as const
  await expect(decideErasureRequest(await anAdministrator(), grant)).rejects.toMatchObject({ code: 'ACCOUNT_SHARED' })
  expect(await database().user.findUnique({ where: { id: applicant.id } })).toMatchObject({ erasedAt: null })
})

describe('the person who requests', () => {
  test('says again who they are, by a code that works once', async () => {
    const { applicant, id } = await aQualification()
    const code = await aCodeFor(applicant, 'ERASURE')
    const tried = (typed: string) =>
      requestErasure(
        applicant.actor,
        { accountId: applicant.accountId, qualificationId: id, code: typed },
        { address: anAddress(), browser: BROWSER },
      )
    await expect(tried(anotherThan(code))).rejects.toMatchObject({ code: 'CODE_WRONG' })
    expect(await stateOf(id)).toMatchObject({ status: 'DRAFT', detailsErasedAt: null })
    await tried(code)
    await expect(tried(code)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  })

  test('is of the account, and the qualification too', async () => {
    const [{ id }, { applicant: stranger, id: own }] = [await aQualification(), await aQualification()]
    await expect(ask(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ask({ ...stranger, accountId: newId() }, own)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await ask(stranger, own)
    await expect(ask(stranger, own)).rejects.toMatchObject({ code: 'INVALID_STATE' }) // erased
  })

  test('was of the account when the request came: a member who joined since asks again', async () => {
    const [person, { accountId }] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
    await database().membership.create({ data: { accountId, userId: person.id } })
    await expect(ask({ ...person, accountId }, null)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const joined = { ...person, accountId, actor: await aSession(person.id, 'APPLICANT') }
    await expect(ask(joined, null)).rejects.toMatchObject({ code: 'ACCOUNT_SHARED' })
  })

  test('is of the account still, when it comes to it', async () => {
    const { applicant } = await aQualification()
    const attempt = interleaveWith(
      async (tx) => {
        await tx.$queryRaw`SELECT FROM accounts WHERE id = ${applicant.accountId}::uuid FOR NO KEY UPDATE`
        await tx.membership.deleteMany({ where: { userId: applicant.id } })
      },
      () => ask(applicant, null),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await database().user.findUnique({ where: { id: applicant.id } })).toMatchObject({ erasedAt: null })
  })

  test('does so as an applicant, not signed in as staff', async () => {
    const applicant = await aRegisteredApplicant()
    await database().roleGrant.create({ data: { userId: applicant.id, role: 'REVIEWER' } })
    const asStaff = { ...applicant, actor: await aSession(applicant.id, 'STAFF') }
    await expect(ask(asStaff, null)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('takes back what nobody decided, once', async () => {
    const { applicant, id } = await aQualification('APPROVED')
    const { requestId } = await ask(applicant, id)
    const other = await aRegisteredApplicant()
    await expect(withdrawErasureRequest(other.actor, { requestId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { actor } = await aVouchedSession(applicant)
    await expect(withdrawErasureRequest(actor, { requestId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await database().erasureRequest.findUnique({ where: { id: requestId } })).toMatchObject({ state: 'WAITING' })
    await withdrawErasureRequest(applicant.actor, { requestId })
    await expect(withdrawErasureRequest(applicant.actor, { requestId })).rejects.toMatchObject({
      code: 'INVALID_STATE',
    })
    expect(await eventsAbout(applicant.accountId, 'erasure.request_withdrawn')).toHaveLength(1)
  })
})

describe('the person who decides', () => {
  const refusal = { decision: 'REFUSE', reason: 'LAW_REQUIRES_KEEPING', note: null } as const

  test('refuses with a reason: nothing is erased, and the applicant is notified', async () => {
    const { applicant, id } = await aQualification('APPROVED')
    const { requestId } = await ask(applicant, id)
    await decideErasureRequest(await anAdministrator(), { requestId, ...refusal })
    expect(await stateOf(id)).toMatchObject({ status: 'APPROVED', detailsErasedAt: null })
    expect(await database().erasureRequest.findUnique({ where: { id: requestId } })).toMatchObject({ state: 'REFUSED' })
    expect(await eventsAbout(applicant.accountId, 'erasure.request_refused')).toHaveLength(1)
    await expect(decideErasureRequest(await anAdministrator(), { requestId, ...refusal })).rejects.toMatchObject({
      code: 'INVALID_STATE',
    })
  })

  test('is an administrator, and not of the account', async () => {
    const { applicant, id } = await aQualification('APPROVED')
    const { requestId } = await ask(applicant, id)
    const by = (actor: PersonActor) => decideErasureRequest(actor, { requestId, ...refusal })
    await expect(by((await aColleague({ roles: ['REVIEWER'] })).actor)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(by((await aColleague({ roles: ['AUDITOR'] })).actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(by(applicant.actor)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const admin = await anAdministrator()
    await expect(by({ ...admin, accountIds: [applicant.accountId] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const unknown = { requestId: newId(), ...refusal }
    await expect(decideErasureRequest(admin, unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('one of two concurrent decisions counts', async () => {
    const { applicant, id } = await aQualification('APPROVED')
    const { requestId } = await ask(applicant, id)
    const [one, other] = [await anAdministrator(), await anAdministrator()]
    const grant = { requestId, decision: 'GRANT', reason: 'NO_LONGER_NEEDED', note: null } as const
    const outcomes = await Promise.allSettled([
      decideErasureRequest(one, grant),
      decideErasureRequest(other, { requestId, ...refusal }),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { state } = await database().erasureRequest.findUniqueOrThrow({ where: { id: requestId } })
    expect((await stateOf(id)).detailsErasedAt === null).toBe(state === 'REFUSED')
  })
})

test('a link to a certificate opens for a month, and no other does', async () => {
  const [id, now] = [newId(), new Date()]
  const token = (await certificatePath(id, now)).replace('/erased/', '')
  expect(await openCertificateLink(token, now)).toBe(id)
  expect(await openCertificateLink(token, new Date(now.getTime() + 31 * DAY))).toBeNull()
  expect(await openCertificateLink(token.replace(/^.{36}/, newId()), now)).toBeNull()
  expect(await openCertificateLink(token.replace(/\.\d+\./, '.9999999999.'), now)).toBeNull()
  for (const wrong of ['', 'x', `${token}x`]) expect(await openCertificateLink(wrong, now)).toBeNull()
})
