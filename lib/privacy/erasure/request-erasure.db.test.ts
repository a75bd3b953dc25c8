import { describe, expect, test } from 'vitest'
import { leaveAccount } from '@/lib/accounts/members/leave-account'
import { removeMembers } from '@/lib/accounts/members/remove-members'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { DataKeyErasedError, dataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { aCodeFor, anotherThan, BROWSER, messagesTo } from '@/tests/factories/codes'
import { CONFIRMED } from '@/tests/factories/confirmations'
import { aVouchedSession } from '@/tests/factories/handovers'
import {
  aColleague,
  aMemberOf,
  anAddress,
  anAdministrator,
  aRegisteredApplicant,
  aSession,
} from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { certificatePath, openCertificateLink } from './certificate-link'
import { decideErasureRequest } from './decide-erasure-request'
import { requestErasure, withdrawErasureRequest } from './request-erasure'
import { aQualification, ask, hold, put, stateOf } from './testing/requests'

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

describe('a member who requested, and is no longer of the account', () => {
  const withTwo = async () => {
    const { applicant, id } = await aQualification('APPROVED')
    const { id: other } = await aQualification('APPROVED', applicant)
    const member = { ...(await aMemberOf(applicant.accountId)), accountId: applicant.accountId }
    const own = await aRegisteredApplicant()
    await database().membership.create({ data: { accountId: own.accountId, userId: member.id } })
    const elsewhere = { ...member, accountId: own.accountId, actor: await aSession(member.id, 'APPLICANT') }
    const { id: elsewhereId } = await aQualification('APPROVED', own)
    const { requestId } = await ask(member, id)
    const stays = [(await ask(applicant, other)).requestId, (await ask(elsewhere, elsewhereId)).requestId]
    return { applicant, member, requestId, stays }
  }
  const stateOfRequest = async (id: string) =>
    (await database().erasureRequest.findUniqueOrThrow({ where: { id } })).state

  test.each([
    ['left', ({ member }: Awaited<ReturnType<typeof withTwo>>) => member],
    ['was removed', ({ applicant }: Awaited<ReturnType<typeof withTwo>>) => applicant],
  ])('who %s: what waits is withdrawn with it, and nothing else is', async (_, byWhom) => {
    const account = await withTwo()
    const { applicant, member, requestId, stays } = account
    const [by, { accountId }] = [byWhom(account), applicant]
    if (by.id === member.id) await leaveAccount(by.actor, { accountId }, CONFIRMED)
    else await removeMembers(by.actor, { accountId, userIds: [member.id] }, CONFIRMED)
    expect(await stateOfRequest(requestId)).toBe('WITHDRAWN')
    expect(await eventsAbout(accountId, 'erasure.request_withdrawn')).toMatchObject([
      { actorId: by.id, capabilities: ['qualification.own'], data: { requestId } },
    ])
    for (const id of stays) expect(await stateOfRequest(id)).toBe('WAITING')
    const grant = { requestId, decision: 'GRANT', reason: 'NO_LONGER_NEEDED', note: null } as const
    await expect(decideErasureRequest(await anAdministrator(), grant)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  })

  test('a decision that was faster counts', async () => {
    const { applicant, member, requestId } = await withTwo()
    const { id: decidedById } = await anAdministrator()
    const refused = { state: 'REFUSED', decidedById, decidedAt: new Date(), reason: 'LAW_REQUIRES_KEEPING' } as const
    await interleaveWith(
      (tx) => tx.erasureRequest.update({ where: { id: requestId }, data: refused }),
      () => leaveAccount(member.actor, { accountId: applicant.accountId }, CONFIRMED),
    )
    expect(await stateOfRequest(requestId)).toBe('REFUSED')
    expect(await eventsAbout(applicant.accountId, 'erasure.request_withdrawn')).toEqual([])
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

  test.each([
    ['revoked, the other members are notified of it', 'APPROVED', ['REVOKED']],
    ['withdrawn, nobody else is notified, as of each withdrawal', 'CHANGES_REQUESTED', []],
  ] as const)('grants: when it is %s', async (_, status, notified) => {
    const { applicant, id } = await aQualification('APPROVED')
    const member = await aMemberOf(applicant.accountId)
    const elsewhere = await aRegisteredApplicant()
    const { requestId } = await ask(applicant, id)
    await put(id, { status })
    const templates = async ({ phone }: { phone: string }) =>
      (await messagesTo(phone)).map(({ template }) => template).filter((template) => template !== 'SIGN_IN_CODE')
    const before = (await templates(applicant)).length
    const grant = { requestId, decision: 'GRANT', reason: 'NO_LONGER_NEEDED', note: null } as const
    await decideErasureRequest(await anAdministrator(), grant)

    expect(await templates(member)).toEqual(notified)
    expect(await templates(elsewhere)).toEqual([])
    expect((await templates(applicant)).slice(0, -before)).toEqual(['ERASURE_DONE'])
    if (notified.length === 0) return
    const { reference } = await stateOf(id)
    expect((await messagesTo(member.phone))[0]?.text).toContain(reference)
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
