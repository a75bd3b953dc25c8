import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database, databaseTime, type Tx } from '@/lib/db/client'
import { raiseSession, readSession } from '@/lib/sign-in/sessions/sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { messagesTo } from '@/tests/factories/codes'
import { anInvitationTo, CONFIRMED } from '@/tests/factories/confirmations'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, aMemberOf, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import type { Confirm } from '../confirmed-act'
import { declineMemberInvitation } from './answer-member-invitation'
import { endMembership } from './end-membership'
import { leaveAccount } from './leave-account'
import { listAccounts, readMembers } from './queries'
import { removeMembers } from './remove-members'

const again = ({ sessionId }: { sessionId: string }) => readSession(sessionId)
const notificationsTo = async (phone: string) => (await messagesTo(phone)).map(({ template }) => template)
const memberIds = async (accountId: string) =>
  (await database().membership.findMany({ where: { accountId } })).map(({ userId }) => userId)

test('a member who leaves has no access at their next request; all are notified', async () => {
  const { id, accountId, phone: founderPhone } = await aRegisteredApplicant()
  const member = await aMemberOf(accountId)
  await leaveAccount(member.actor, { accountId }, CONFIRMED)
  expect((await again(member.actor))?.accountIds).toEqual([member.ownAccountId])
  expect(await memberIds(accountId)).toEqual([id])
  expect(await eventsAbout(accountId, 'account.member_left')).toMatchObject([
    { actorId: member.id, capabilities: ['qualification.own'], data: {} },
  ])
  await expect(leaveAccount(member.actor, { accountId }, CONFIRMED)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await notificationsTo(member.phone)).toEqual(['MEMBER_REMOVED'])
  expect(await notificationsTo(founderPhone)).toEqual(['MEMBER_OUT'])
})

test('the last member stays; so does the last who can sign in', async () => {
  const { actor, accountId } = await aRegisteredApplicant()
  await expect(leaveAccount(actor, { accountId }, CONFIRMED)).rejects.toMatchObject({
    code: 'LAST_MEMBER',
    subjectId: accountId,
  })
  const disabled = await aMemberOf(accountId)
  const gone = { status: 'DISABLED', disabledAt: await databaseTime() } as const
  await database().user.update({ where: { id: disabled.id }, data: gone })
  await expect(leaveAccount(actor, { accountId }, CONFIRMED)).rejects.toMatchObject({ code: 'LAST_MEMBER' })
})

test('when two leave at once, one stays', async () => {
  const founder = await aRegisteredApplicant()
  const { accountId } = founder
  const member = await aMemberOf(accountId)
  const leaving = [founder, member].map(({ actor }) => leaveAccount(actor, { accountId }, CONFIRMED))
  expect((await outcomesOf(leaving)).sort()).toEqual(['LAST_MEMBER', 'OK'])
  expect(await memberIds(accountId)).toHaveLength(1)
})

test('a person who leaves their only account gets an empty one', async () => {
  const founder = await aRegisteredApplicant()
  const { accountId } = founder
  await aMemberOf(accountId)
  await leaveAccount(founder.actor, { accountId }, CONFIRMED)
  const actor = await again(founder.actor)
  const [opened] = actor?.accountIds ?? []
  if (!actor || !opened) throw new Error('In no account')
  expect(opened).not.toBe(accountId)
  expect(await eventsAbout(opened, 'account.opened')).toMatchObject([
    { actorId: founder.id, data: { userId: founder.id } },
  ])
  expect(await listAccounts(actor)).toMatchObject([{ id: opened, isOwn: true }])
})

test('a person who is removed from their last two accounts at once gets an empty one, too', async () => {
  const [one, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const member = await aMemberOf(one.accountId)
  await database().membership.updateMany({
    where: { userId: member.id, accountId: member.ownAccountId },
    data: { accountId: other.accountId },
  })
  const out = (tx: Tx) => endMembership(tx, one.actor, { accountId: one.accountId, userId: member.id })
  await interleaveWith(out, () =>
    removeMembers(other.actor, { accountId: other.accountId, userIds: [member.id] }, CONFIRMED),
  )
  expect((await again(member.actor))?.accountIds).toHaveLength(1)
})

test('an account is named by its longest-standing member', async () => {
  const founder = await aRegisteredApplicant()
  const { accountId } = founder
  const [second, third] = [await aMemberOf(accountId), await aMemberOf(accountId)]
  await leaveAccount(founder.actor, { accountId }, CONFIRMED)
  const labelFor = async (member: typeof second) =>
    (await listAccounts(member.actor)).find(({ id }) => id === accountId)
  const founded = `${second.phone.slice(3, 6)}****${second.phone.slice(-4)}`
  expect(await labelFor(second)).toEqual({ id: accountId, isOwn: true, founder: founded })
  expect(await labelFor(third)).toEqual({ id: accountId, isOwn: false, founder: founded })
})

test('a member who is removed is out at their next request; they and the others are notified', async () => {
  const founder = await aRegisteredApplicant()
  const { accountId } = founder
  const member = await aMemberOf(accountId)
  await removeMembers(founder.actor, { accountId, userIds: [member.id] }, CONFIRMED)
  expect((await again(member.actor))?.accountIds).toEqual([member.ownAccountId])
  expect(await eventsAbout(accountId, 'account.member_removed')).toMatchObject([
    { actorId: founder.id, capabilities: ['qualification.own'], data: { userId: member.id } },
  ])
  expect(await notificationsTo(member.phone)).toEqual(['MEMBER_REMOVED'])
  expect(await notificationsTo(founder.phone)).toEqual(['MEMBER_OUT'])
  expect((await messagesTo(founder.phone))[0]?.text).toContain(
    `${member.phone.slice(3, 6)}****${member.phone.slice(-4)}`,
  )
})

test('the founder can be removed, and nobody removes themself', async () => {
  const founder = await aRegisteredApplicant()
  const { accountId } = founder
  const member = await aMemberOf(accountId)
  const themself = removeMembers(member.actor, { accountId, userIds: [member.id] }, CONFIRMED)
  await expect(themself).rejects.toMatchObject({ code: 'INVALID_STATE', subjectId: accountId })
  await removeMembers(member.actor, { accountId, userIds: [founder.id] }, CONFIRMED)
  expect(await memberIds(accountId)).toEqual([member.id])
})

test('nobody outside removes anyone, nor anyone who is not in it', async () => {
  const founder = await aRegisteredApplicant()
  const { accountId } = founder
  const stranger = await aRegisteredApplicant()
  const staff = await aColleague({ roles: ['ADMIN'] })
  await database().membership.create({ data: { accountId, userId: staff.id } })
  for (const actor of [stranger.actor, await aSession(staff.id, 'STAFF')]) {
    const removed = removeMembers(actor, { accountId, userIds: [founder.id] }, CONFIRMED)
    await expect(removed).rejects.toMatchObject({ code: 'NOT_FOUND', subjectId: null })
    await expect(leaveAccount(actor, { accountId }, CONFIRMED)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await readMembers(actor, accountId)).members).toEqual([])
  }
  const absent = removeMembers(founder.actor, { accountId, userIds: [stranger.id] }, CONFIRMED)
  await expect(absent).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('of two who remove each other at once, one does', async () => {
  const founder = await aRegisteredApplicant()
  const { accountId } = founder
  const member = await aMemberOf(accountId)
  const outcomes = await outcomesOf([
    removeMembers(founder.actor, { accountId, userIds: [member.id] }, CONFIRMED),
    removeMembers(member.actor, { accountId, userIds: [founder.id] }, CONFIRMED),
  ])
  expect(outcomes.sort()).toEqual(['NOT_FOUND', 'OK'])
  expect(await memberIds(accountId)).toHaveLength(1)
})

test('two who remove one another from two accounts at once wait for each other, and both succeed', async () => {
  for (let n = 0; n < 3; n += 1) {
    const [one, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
    for (const [{ accountId }, userId] of [[one, other.id] as const, [other, one.id] as const]) {
      await database().membership.create({ data: { accountId, userId } })
    }
    const renewing = (actor: PersonActor): Confirm => {
      return async () => (tx) => raiseSession(tx, actor, 'SMS_CODE') // it locks the person who acts
    }
    const outcomes = await outcomesOf([
      removeMembers(one.actor, { accountId: one.accountId, userIds: [other.id] }, renewing(one.actor)),
      removeMembers(other.actor, { accountId: other.accountId, userIds: [one.id] }, renewing(other.actor)),
    ])
    expect(outcomes).toEqual(['OK', 'OK'])
  }
})

test('the open invitations of a removed member are revoked; those that were answered, of others and into another account stay', async () => {
  const founder = await aRegisteredApplicant()
  const { accountId } = founder
  const member = await aMemberOf(accountId)
  const { id: theirs } = await anInvitationTo(member.actor, { accountId, phone: aPhone() })
  const { id: others } = await anInvitationTo(founder.actor, { accountId, phone: aPhone() })
  const { id: elsewhere } = await anInvitationTo(member.actor, { accountId: member.ownAccountId, phone: aPhone() })
  const invited = await aRegisteredApplicant()
  const { id: declined } = await anInvitationTo(member.actor, { accountId, phone: invited.phone })
  await declineMemberInvitation(invited.actor, { invitationId: declined })
  await removeMembers(founder.actor, { accountId, userIds: [member.id] }, CONFIRMED)
  expect((await readMembers(founder.actor, accountId)).invitations).toMatchObject([{ id: others }])
  expect(await eventsAbout(accountId, 'account.member_invitation_revoked')).toMatchObject([
    { actorId: founder.id, data: { invitationId: theirs } },
  ])
  const stay = { id: { in: [others, elsewhere, declined] }, revokedAt: null }
  expect(await database().memberInvitation.count({ where: stay })).toBe(3)
})

test.each(['invite', 'remove'] as const)(
  'to %s yields to being removed between its read and its write',
  async (act) => {
    const founder = await aRegisteredApplicant()
    const { accountId } = founder
    const member = await aMemberOf(accountId)
    const attempt = interleaveWith(
      async (tx) => {
        await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
        await tx.membership.deleteMany({ where: { accountId, userId: member.id } })
      },
      async () => {
        if (act === 'invite') await anInvitationTo(member.actor, { accountId, phone: aPhone() })
        else await removeMembers(member.actor, { accountId, userIds: [founder.id] }, CONFIRMED)
      },
    )
    await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await memberIds(accountId)).toEqual([founder.id])
  },
)
