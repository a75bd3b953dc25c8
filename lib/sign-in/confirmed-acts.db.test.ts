import { expect, test } from 'vitest'
import type { Confirm, ConfirmedAct, ConfirmedSession } from '@/lib/accounts/confirmed-act'
import { acceptMemberInvitation, declineMemberInvitation } from '@/lib/accounts/members/answer-member-invitation'
import { inviteMembers } from '@/lib/accounts/members/invite-members'
import { leaveAccount } from '@/lib/accounts/members/leave-account'
import { removeMembers } from '@/lib/accounts/members/remove-members'
import { setNoticeEmail } from '@/lib/accounts/notices/set-notice-email'
import type { PersonActor } from '@/lib/actor/actor'
import type { AuditAction } from '@/lib/audit/events/all'
import { recordRefusal } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import { requestErasure } from '@/lib/privacy/erasure/request-erasure'
import { prepareExport } from '@/lib/privacy/own-data/prepare-export'
import { eventsAbout } from '@/tests/factories/audit'
import { aCode, aCodeFor, age, anotherThan, BROWSER } from '@/tests/factories/codes'
import { anInvitationTo, byCode, notConfirmed } from '@/tests/factories/confirmations'
import { aMemberOf, anAddress, anEmail, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { verifySignInCode } from './codes/verify-sign-in-code'
import { confirmBy } from './confirm-act'
import { offerOwnPasskey } from './factors/own-passkeys'
import { setPassword } from './passwords/set-password'
import { changePhone } from './recovery/change-phone'
import { endOtherSessions } from './sessions/end-other-sessions'
import { readSession } from './sessions/sessions'

type Person = { actor: PersonActor; phone: string }
type Act = {
  person: Person
  subjectId: string
  /** The event of the act, and of whom it is said. */
  done: [AuditAction, string]
  run: (confirm: Confirm, actor?: PersonActor) => Promise<ConfirmedSession | { session: ConfirmedSession }>
}

async function anAccountOfTwo() {
  const founder = await aRegisteredApplicant()
  return { founder, member: await aMemberOf(founder.accountId), accountId: founder.accountId }
}

const ACTS: Partial<Record<ConfirmedAct, () => Promise<Act>>> = {
  async INVITE() {
    const person = await aRegisteredApplicant()
    const { accountId } = person
    const input = { accountId, phones: [aPhone()] }
    return {
      ...{ person, subjectId: accountId, done: ['account.member_invited', accountId] },
      run: (confirm, actor = person.actor) => inviteMembers(actor, input, confirm),
    }
  },
  async JOIN() {
    const [{ actor: inviter, accountId }, person] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
    const { id: invitationId } = await anInvitationTo(inviter, { accountId, phone: person.phone })
    return {
      ...{ person, subjectId: accountId, done: ['account.member_joined', accountId] },
      run: (confirm, actor = person.actor) => acceptMemberInvitation(actor, { invitationId }, confirm),
    }
  },
  async REMOVE() {
    const { founder: person, member, accountId } = await anAccountOfTwo()
    return {
      ...{ person, subjectId: accountId, done: ['account.member_removed', accountId] },
      run: (confirm, actor = person.actor) => removeMembers(actor, { accountId, userIds: [member.id] }, confirm),
    }
  },
  async LEAVE() {
    const { member: person, accountId } = await anAccountOfTwo()
    return {
      ...{ person, subjectId: accountId, done: ['account.member_left', accountId] },
      run: (confirm, actor = person.actor) => leaveAccount(actor, { accountId }, confirm),
    }
  },
  async EXPORT() {
    const person = await aRegisteredApplicant()
    const { accountId } = person
    return {
      ...{ person, subjectId: accountId, done: ['session.started', person.id] },
      run: (confirm, actor = person.actor) => prepareExport(actor, { accountId }, confirm),
    }
  },
  async NOTICE_EMAIL() {
    const person = await aRegisteredApplicant()
    return {
      ...{ person, subjectId: person.id, done: ['notices.email_given', person.id] },
      run: (confirm, actor = person.actor) => setNoticeEmail(actor, { email: anEmail() }, confirm),
    }
  },
  async END_SESSIONS() {
    const person = await aRegisteredApplicant()
    const { sessionId } = await aSession(person.id, 'APPLICANT')
    return {
      ...{ person, subjectId: person.id, done: ['session.ended', person.id] },
      run: (confirm, actor = person.actor) => endOtherSessions(actor, { sessionId }, confirm),
    }
  },
}

const codesOf = async ({ phone }: Person) =>
  database().signInCode.findMany({
    where: { phoneIndex: await blindIndex('phone', phone) },
    orderBy: { createdAt: 'asc' },
  })

const acts = Object.entries(ACTS) as [ConfirmedAct, () => Promise<Act>][]
const another = (act: ConfirmedAct) => (act === 'EXPORT' ? 'INVITE' : 'EXPORT')

test.each(acts)(
  '%s: a session alone is refused, however fresh the code that signed it in; it is on record',
  async (_, make) => {
    const { person, subjectId, done, run } = await make()
    const [before, events] = [await database().outboxMessage.count(), await eventsAbout(done[1], done[0])]
    for (let n = 0; n < 2; n += 1) {
      const refusal: unknown = await run(notConfirmed(person.actor)).catch((error: unknown) => error)
      if (!(refusal instanceof DomainError)) throw new Error('It was let through', { cause: refusal })
      expect(refusal).toMatchObject({ code: 'FRESH_CODE_NEEDED', subjectId })
      await recordRefusal(person.actor, 'test.act', refusal)
    }
    const refused = { act: 'test.act', code: 'FRESH_CODE_NEEDED' }
    const recorded = await eventsAbout(subjectId, 'act.refused')
    expect([1, 2]).toContain(recorded.length) // one in a minute, which may have ended between the two
    for (const event of recorded) expect(event).toMatchObject({ data: refused })
    expect(await eventsAbout(done[1], done[0])).toEqual(events)
    expect(await database().outboxMessage.count()).toBe(before)
  },
)

test.each(acts)('%s: one code does it once, and the session continues under a new token', async (act, make) => {
  const { person, done, run } = await make()
  const events = await eventsAbout(done[1], done[0])
  const code = await aCodeFor(person, act)
  const answer = await run(confirmBy(person.actor, { code, address: anAddress(), browser: BROWSER }))
  const session = 'session' in answer ? answer.session : answer
  expect((await eventsAbout(done[1], done[0])).length).toBeGreaterThan(events.length)
  expect(await readSession(person.actor.sessionId)).toBeNull() // a copy of the cookie is worth nothing
  const next = await readSession(session.id)
  expect(next).toMatchObject({ id: person.actor.id })
  if (!next) throw new Error('Not live')

  const count = (await eventsAbout(done[1], done[0])).length
  expect(await codesOf(person)).toMatchObject([{ usedAt: expect.any(Date) }])
  for (const actor of [person.actor, next]) {
    const again = run(confirmBy(actor, { code, address: anAddress(), browser: BROWSER }), actor)
    await expect(again).rejects.toBeInstanceOf(DomainError)
  }
  expect(await eventsAbout(done[1], done[0])).toHaveLength(count)
})

test.each(acts)(
  '%s: a code for another act, or of another session, does nothing, and stays for its own',
  async (act, make) => {
    const { person, done, run } = await make()
    const events = await eventsAbout(done[1], done[0])
    const tried = { address: anAddress(), browser: BROWSER }
    const forAnother = await aCodeFor(person, another(act))
    const wrong = { code: 'CODE_WRONG' }
    await expect(run(confirmBy(person.actor, { ...tried, code: forAnother }))).rejects.toMatchObject(wrong)
    await age(person.phone, 120)
    const elsewhere = await aSession(person.actor.id, 'APPLICANT')
    const ofAnother = await aCodeFor({ ...person, actor: elsewhere }, act)
    await expect(run(confirmBy(person.actor, { ...tried, code: ofAnother }))).rejects.toMatchObject(wrong)
    expect(await codesOf(person)).toMatchObject(Array(2).fill({ guesses: 0, usedAt: null }))
    const since = (await eventsAbout(done[1], done[0])).slice(events.length)
    expect(since.filter(({ data }) => !JSON.stringify(data).includes(elsewhere.sessionId))).toEqual([])
  },
)

test('an act that is refused uses up no code, and the same code does the next one', async () => {
  const { founder, member, accountId } = await anAccountOfTwo()
  const confirm = await byCode(founder, 'INVITE')
  const twice = inviteMembers(founder.actor, { accountId, phones: [aPhone(), member.phone] }, confirm)
  await expect(twice).rejects.toMatchObject({ code: 'ALREADY_MEMBER' })
  expect(await database().memberInvitation.count({ where: { accountId } })).toBe(0)
  expect(await codesOf(founder)).toMatchObject([{ usedAt: null }])
  expect(await readSession(founder.actor.sessionId)).not.toBeNull()
  expect((await inviteMembers(founder.actor, { accountId, phones: [aPhone()] }, confirm)).ids).toHaveLength(1)
})

test('one code is for several invitations, and one for several removals', async () => {
  const { founder, member, accountId } = await anAccountOfTwo()
  const other = await aMemberOf(accountId)
  const confirm = await byCode(founder, 'INVITE')
  const { ids, session } = await inviteMembers(founder.actor, { accountId, phones: [aPhone(), aPhone()] }, confirm)
  expect(ids).toHaveLength(2)
  await age(founder.phone, 120)
  const actor = await readSession(session.id)
  if (!actor) throw new Error('Not live')
  const userIds = [member.id, other.id]
  await removeMembers(actor, { accountId, userIds }, await byCode({ ...founder, actor }, 'REMOVE'))
  expect(await database().membership.count({ where: { accountId } })).toBe(1)
})

test('of one code that comes with several acts at once, one is done', async () => {
  const { actor, phone, accountId } = await aRegisteredApplicant()
  const confirm = await byCode({ actor, phone }, 'INVITE')
  const invite = () => inviteMembers(actor, { accountId, phones: [aPhone()] }, confirm)
  const outcomes = await Promise.allSettled([invite(), invite(), invite()])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await database().memberInvitation.count({ where: { accountId } })).toBe(1)
})

test('a wrong code, and one that another browser requested, confirm nothing', async () => {
  const person = await aRegisteredApplicant()
  const { actor, accountId } = person
  const code = await aCodeFor(person, 'INVITE')
  const invite = (tried: { code: string; browser: string | null }) =>
    inviteMembers(actor, { accountId, phones: [aPhone()] }, confirmBy(actor, { ...tried, address: anAddress() }))
  await expect(invite({ code: anotherThan(code), browser: BROWSER })).rejects.toMatchObject({ code: 'CODE_WRONG' })
  await expect(invite({ code, browser: 'x'.repeat(43) })).rejects.toMatchObject({ code: 'CODE_WRONG' })
  await expect(invite({ code, browser: null })).rejects.toMatchObject({ code: 'CODE_NOT_HERE' })
  expect(await database().memberInvitation.count({ where: { accountId } })).toBe(0)
  await invite({ code, browser: BROWSER })
})

test('nor does a code for another act set a password, add a passkey, move the number, erase, or sign in', async () => {
  const person = await aRegisteredApplicant()
  const { id, actor, phone, accountId } = person
  const code = await aCodeFor(person, 'INVITE')
  const at = { address: anAddress(), browser: BROWSER }
  const tries = [
    () => setPassword(actor, { ...at, code, password: '驺虞 Clarinet 九月 umber', device: null }),
    () => offerOwnPasskey(actor, { ...at, code }),
    () => changePhone(actor, { ...at, phone: aPhone(), oldCode: code, newCode: code, device: null }),
    () => requestErasure(actor, { accountId, qualificationId: null, code }, at),
    () => verifySignInCode({ ...at, phone, code }),
  ]
  for (const one of tries) {
    await database().rateLimit.deleteMany() // guesses from elsewhere get slower
    await expect(one()).rejects.toMatchObject({ code: 'CODE_WRONG' })
  }
  expect(await database().user.findUniqueOrThrow({ where: { id } })).toMatchObject({
    passwordHash: null,
    erasedAt: null,
  })
  await age(phone, 120)
  const toSignIn = await aCode(phone)
  const invite = inviteMembers(actor, { accountId, phones: [aPhone()] }, confirmBy(actor, { ...at, code: toSignIn }))
  await expect(invite).rejects.toMatchObject({ code: 'CODE_WRONG' })
})

test('what is not theirs is not there for a person whose code was not even looked at', async () => {
  const { actor: stranger } = await aRegisteredApplicant()
  const { member, accountId } = await anAccountOfTwo()
  const confirm = notConfirmed(stranger)
  const tries = [
    () => inviteMembers(stranger, { accountId, phones: [aPhone()] }, confirm),
    () => removeMembers(stranger, { accountId, userIds: [member.id] }, confirm),
    () => leaveAccount(stranger, { accountId }, confirm),
    () => prepareExport(stranger, { accountId }, confirm),
  ]
  for (const one of tries) await expect(one()).rejects.toMatchObject({ code: 'NOT_FOUND', subjectId: null })
})

test('an invitation is declined without a code: it gives nothing away', async () => {
  const [inviter, { actor, phone }] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { id: invitationId } = await anInvitationTo(inviter.actor, { accountId: inviter.accountId, phone })
  await declineMemberInvitation(actor, { invitationId })
  expect(await eventsAbout(inviter.accountId, 'account.member_declined')).toHaveLength(1)
})
