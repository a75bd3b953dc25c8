import { beforeEach, expect, test } from 'vitest'
import { systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import { outboxPlace } from '@/lib/notifications/outbox/outbox-seal'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { messagesTo } from '@/tests/factories/codes'
import { anInvitationTo, CONFIRMED } from '@/tests/factories/confirmations'
import { aVouchedSession } from '@/tests/factories/handovers'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, aMemberOf, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { acceptMemberInvitation, declineMemberInvitation } from './answer-member-invitation'
import { leaveAccount } from './leave-account'
import { listAccounts, listInvitationsTo, readMembers } from './queries'
import { revokeMemberInvitation } from './revoke-member-invitation'

type Applicant = Awaited<ReturnType<typeof aRegisteredApplicant>>

/** Returns an invitation from one registered person to another. */
async function anInvitation({ inviter, invited }: { inviter?: Applicant; invited?: Applicant } = {}) {
  const [a, b] = [inviter ?? (await aRegisteredApplicant()), invited ?? (await aRegisteredApplicant())]
  const { id: invitationId } = await anInvitationTo(a.actor, { accountId: a.accountId, phone: b.phone })
  return { inviter: a, invited: b, accountId: a.accountId, invitationId }
}

const again = ({ sessionId }: { sessionId: string }) => readSession(sessionId)
const masked = (phone: string) => `${phone.slice(3, 6)}****${phone.slice(-4)}`
const rowOf = (id: string) => database().memberInvitation.findUniqueOrThrow({ where: { id } })
const end = async (id: string) =>
  database().memberInvitation.update({ where: { id }, data: { expiresAt: await databaseTime() } })

/** The daily limits are cleared; tests of their own cover them. */
beforeEach(() => database().rateLimit.deleteMany())

test('an invited person is notified by phone, without a word on what is in the account', async () => {
  const { inviter, invited, accountId, invitationId } = await anInvitation()
  const message = await database().outboxMessage.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
  const key = await systemKey('OUTBOX')
  expect(message).toMatchObject({ channel: 'SMS', template: 'MEMBER_INVITED', locale: 'zh-CN' })
  expect(open(key, outboxPlace('to_sealed', message.id), message.toSealed)).toBe(invited.phone)
  const params = JSON.parse(open(key, outboxPlace('params_sealed', message.id), message.paramsSealed))
  expect(params).toEqual({ inviter: masked(inviter.phone) })

  expect(await eventsAbout(accountId, 'account.member_invited')).toMatchObject([
    { actorId: inviter.id, capabilities: ['qualification.own'], data: { invitationId } },
  ])
  const { phoneSealed, expiresAt, createdAt } = await rowOf(invitationId)
  expect(Buffer.from(phoneSealed).toString('latin1')).not.toContain(invited.phone.slice(3))
  expect(expiresAt.getTime() - createdAt.getTime()).toBe(14 * 24 * 3_600_000)
  const { invitations } = await readMembers(inviter.actor, accountId)
  expect(invitations).toMatchObject([{ id: invitationId, phone: masked(invited.phone) }])
  expect(await listInvitationsTo(invited.actor)).toMatchObject([{ id: invitationId, inviter: masked(inviter.phone) }])
})

test('the answer does not reveal whether the phone is registered', async () => {
  const { actor, accountId } = await aRegisteredApplicant()
  const known = await anInvitationTo(actor, { accountId, phone: (await aRegisteredApplicant()).phone })
  const unknown = await anInvitationTo(actor, { accountId, phone: aPhone() })
  const shape = { id: expect.any(String), expiresAt: expect.any(Date) }
  expect([known, unknown]).toEqual([shape, shape])
})

test('someone who registers by the phone later finds it', async () => {
  const { actor, accountId } = await aRegisteredApplicant()
  const phone = aPhone()
  const { id } = await anInvitationTo(actor, { accountId, phone })
  const invited = await aRegisteredApplicant({ phone })
  expect(await listInvitationsTo(invited.actor)).toMatchObject([{ id }])
})

test('a person who accepts belongs to the account from their next request on', async () => {
  const { inviter, invited, accountId, invitationId } = await anInvitation()
  await acceptMemberInvitation(invited.actor, { invitationId }, CONFIRMED)
  const actor = await again(invited.actor)
  expect(actor?.accountIds).toEqual([invited.accountId, accountId].sort())
  for (const { phone } of [inviter, invited]) {
    const [message] = await messagesTo(phone)
    expect(message).toMatchObject({ template: 'MEMBER_JOINED' })
    expect(message?.text).toContain(masked(invited.phone))
  }
  expect(await eventsAbout(accountId, 'account.member_joined')).toMatchObject([
    { actorId: invited.id, data: { invitationId } },
  ])
  expect(await readMembers(inviter.actor, accountId)).toMatchObject({
    members: [
      { userId: inviter.id, phone: masked(inviter.phone), isSelf: true },
      { userId: invited.id, phone: masked(invited.phone), isSelf: false },
    ],
    invitations: [],
  })
  if (!actor) throw new Error('No longer signed in')
  expect(await listAccounts(actor)).toEqual([
    { id: invited.accountId, isOwn: true, founder: masked(invited.phone) },
    { id: accountId, isOwn: false, founder: masked(inviter.phone) },
  ])
  expect(await listInvitationsTo(actor)).toEqual([])
})

test('a person who declines does not belong to it, and may be invited again', async () => {
  const { inviter, invited, accountId, invitationId } = await anInvitation()
  await declineMemberInvitation(invited.actor, { invitationId })
  expect((await again(invited.actor))?.accountIds).toEqual([invited.accountId])
  expect(await eventsAbout(accountId, 'account.member_declined')).toMatchObject([
    { actorId: invited.id, data: { invitationId } },
  ])
  expect(await listInvitationsTo(invited.actor)).toEqual([])
  await anInvitationTo(inviter.actor, { accountId, phone: invited.phone })
})

test('only the owner of the phone can answer', async () => {
  const { inviter, invitationId } = await anInvitation()
  const staff = await aColleague()
  for (const { actor } of [await aRegisteredApplicant(), inviter, staff]) {
    const answered = acceptMemberInvitation(actor, { invitationId }, CONFIRMED)
    await expect(answered).rejects.toMatchObject({ code: 'NOT_FOUND', subjectId: null })
  }
  expect(await listInvitationsTo(staff.actor)).toEqual([])
})

test('someone signed in as staff answers nothing, though it is their phone', async () => {
  const { invited, invitationId } = await anInvitation()
  await database().roleGrant.create({ data: { userId: invited.id, role: 'REVIEWER' } })
  const staff = await aSession(invited.id, 'STAFF')
  const answered = acceptMemberInvitation(staff, { invitationId }, CONFIRMED)
  await expect(answered).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await listInvitationsTo(staff)).toEqual([])
})

test('an invitation is answered once, in time, and not after it was revoked', async () => {
  const over = [
    async ({ invited, invitationId }: Awaited<ReturnType<typeof anInvitation>>) =>
      declineMemberInvitation(invited.actor, { invitationId }),
    async ({ inviter, invitationId }: Awaited<ReturnType<typeof anInvitation>>) =>
      revokeMemberInvitation(inviter.actor, { invitationId }),
    async ({ invitationId }: Awaited<ReturnType<typeof anInvitation>>) => end(invitationId),
  ]
  for (const ended of over) {
    const invitation = await anInvitation()
    await ended(invitation)
    const { inviter, invited, invitationId } = invitation
    const accepted = acceptMemberInvitation(invited.actor, { invitationId }, CONFIRMED)
    await expect(accepted).rejects.toMatchObject({ code: 'INVALID_STATE' })
    const revoked = revokeMemberInvitation(inviter.actor, { invitationId })
    await expect(revoked).rejects.toMatchObject({ code: 'INVALID_STATE' })
    expect(await listInvitationsTo(invited.actor)).toEqual([])
    expect((await readMembers(inviter.actor, inviter.accountId)).invitations).toEqual([])
  }
})

test('any member takes an invitation back, and nobody else, nor a session that the platform vouched for', async () => {
  const { accountId, invitationId, inviter, invited } = await anInvitation()
  const member = await aMemberOf(accountId)
  for (const { actor } of [await aRegisteredApplicant(), invited, await aColleague({ roles: ['ADMIN'] })]) {
    await expect(revokeMemberInvitation(actor, { invitationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  const vouched = revokeMemberInvitation((await aVouchedSession(inviter)).actor, { invitationId })
  await expect(vouched).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: accountId })
  await revokeMemberInvitation(member.actor, { invitationId })
  expect(await eventsAbout(accountId, 'account.member_invitation_revoked')).toMatchObject([
    { actorId: member.id, data: { invitationId } },
  ])
})

test('nobody invites into an account that is not theirs, as staff or any more', async () => {
  const { accountId } = await aRegisteredApplicant()
  const left = await aMemberOf(accountId)
  await leaveAccount(left.actor, { accountId }, CONFIRMED)
  const staff = await aColleague()
  await database().membership.create({ data: { accountId, userId: staff.id } })
  for (const actor of [(await aRegisteredApplicant()).actor, left.actor, await aSession(staff.id, 'STAFF')]) {
    await expect(anInvitationTo(actor, { accountId, phone: aPhone() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await readMembers(actor, accountId)).toMatchObject({ invitations: [] })
  }
  expect(await database().memberInvitation.count({ where: { accountId } })).toBe(0)
})

test('a member is not invited, nor is anyone twice', async () => {
  const { inviter, invited, accountId } = await anInvitation()
  const member = await aMemberOf(accountId)
  const invite = (phone: string) => anInvitationTo(inviter.actor, { accountId, phone })
  await expect(invite(member.phone)).rejects.toMatchObject({ code: 'ALREADY_MEMBER', subjectId: accountId })
  await expect(invite(inviter.phone)).rejects.toMatchObject({ code: 'ALREADY_MEMBER' })
  await expect(invite(invited.phone)).rejects.toMatchObject({ code: 'ALREADY_INVITED', subjectId: accountId })
  await anInvitationTo(invited.actor, { accountId: invited.accountId, phone: inviter.phone }) // into another account
})

test('of two members who invite one phone at once, one does', async () => {
  const inviter = await aRegisteredApplicant()
  const { accountId } = inviter
  const other = await aMemberOf(accountId)
  const phone = aPhone()
  const invite = ({ actor }: Pick<Applicant, 'actor'>) => anInvitationTo(actor, { accountId, phone })
  expect((await outcomesOf([invite(inviter), invite(other)])).sort()).toEqual(['ALREADY_INVITED', 'OK'])
})

test('ten numbers a day by one person, and three messages a day to one number, over all accounts', async () => {
  const inviter = await aRegisteredApplicant()
  const { accountId } = inviter
  const many = Array.from({ length: 12 }, () => anInvitationTo(inviter.actor, { accountId, phone: aPhone() }))
  expect((await outcomesOf(many)).filter((outcome) => outcome === 'RATE_LIMITED')).toHaveLength(2)

  const phone = aPhone()
  const others = await Promise.all([1, 2, 3, 4].map(() => aRegisteredApplicant()))
  const each = others.map(({ actor, accountId }) => anInvitationTo(actor, { accountId, phone }))
  expect((await outcomesOf(each)).sort()).toEqual(['OK', 'OK', 'OK', 'RATE_LIMITED'])
})

test('accepting yields when the invitation is revoked between its read and its write', async () => {
  const { invited, accountId, invitationId } = await anInvitation()
  const accepted = interleaveWith(
    async (tx) => {
      await tx.memberInvitation.update({ where: { id: invitationId }, data: { revokedAt: await databaseTime(tx) } })
    },
    () => acceptMemberInvitation(invited.actor, { invitationId }, CONFIRMED),
  )
  await expect(accepted).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await database().membership.count({ where: { accountId } })).toBe(1)
})

test('taking it back yields to its being accepted between its read and its write', async () => {
  const { inviter, invitationId } = await anInvitation()
  const revoked = interleaveWith(
    async (tx) => {
      await tx.memberInvitation.update({ where: { id: invitationId }, data: { acceptedAt: await databaseTime(tx) } })
    },
    () => revokeMemberInvitation(inviter.actor, { invitationId }),
  )
  await expect(revoked).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('of accepting and declining at once, on two devices, one counts', async () => {
  const { invited, invitationId } = await anInvitation()
  const [accept, decline] = [
    () => acceptMemberInvitation(invited.actor, { invitationId }, CONFIRMED),
    () => declineMemberInvitation(invited.actor, { invitationId }),
  ]
  const outcomes = await outcomesOf([accept(), decline(), accept()])
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === 'INVALID_STATE')).toHaveLength(2)
})
