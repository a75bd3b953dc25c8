import { expect, test } from 'vitest'
import { answerMemberInvitation } from '@/lib/accounts/members/answer-member-invitation'
import { inviteMember } from '@/lib/accounts/members/invite-member'
import { leaveAccount } from '@/lib/accounts/members/leave-account'
import { removeMember } from '@/lib/accounts/members/remove-member'
import { setNoticeEmail } from '@/lib/accounts/notices/set-notice-email'
import type { PersonActor, SignInFactor } from '@/lib/actor/actor'
import type { AuditAction } from '@/lib/audit/events/all'
import { recordRefusal } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import { exportAccount } from '@/lib/privacy/own-data/export-account'
import { eventsAbout } from '@/tests/factories/audit'
import { aMemberOf, anEmail, aPhone, aRegisteredApplicant } from '@/tests/factories/people'

type Act = { actor: PersonActor; subjectId: string; done: AuditAction; run: (actor: PersonActor) => Promise<unknown> }

async function anAccountOfTwo() {
  const founder = await aRegisteredApplicant()
  return { founder, member: await aMemberOf(founder.accountId), accountId: founder.accountId }
}

const ACTS: Record<string, () => Promise<Act>> = {
  async 'account.invite_member'() {
    const { actor, accountId } = await aRegisteredApplicant()
    const input = { accountId, phone: aPhone() }
    const about = { actor, subjectId: accountId, done: 'account.member_invited' as const }
    return { ...about, run: (someone) => inviteMember(someone, input) }
  },
  async 'account.answer_invitation'() {
    const [inviter, { actor, phone }] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
    const { id: invitationId } = await inviteMember(inviter.actor, { accountId: inviter.accountId, phone })
    const about = { actor, subjectId: inviter.accountId, done: 'account.member_joined' as const }
    return { ...about, run: (someone) => answerMemberInvitation(someone, { invitationId, answer: 'ACCEPT' }) }
  },
  async 'account.remove_member'() {
    const { founder, member, accountId } = await anAccountOfTwo()
    const about = { actor: founder.actor, subjectId: accountId, done: 'account.member_removed' as const }
    return { ...about, run: (someone) => removeMember(someone, { accountId, userId: member.id }) }
  },
  async 'account.leave'() {
    const { member, accountId } = await anAccountOfTwo()
    const about = { actor: member.actor, subjectId: accountId, done: 'account.member_left' as const }
    return { ...about, run: (someone) => leaveAccount(someone, { accountId }) }
  },
  async 'account.export'() {
    const { actor, accountId } = await aRegisteredApplicant()
    const about = { actor, subjectId: accountId, done: 'account.exported' as const }
    return { ...about, run: async (someone) => (await exportAccount(someone, { accountId })).stream.destroy() }
  },
  async 'notices.give_email'() {
    const { id, actor } = await aRegisteredApplicant()
    const about = { actor, subjectId: id, done: 'notices.email_given' as const }
    return { ...about, run: (someone) => setNoticeEmail(someone, { email: anEmail() }) }
  },
}

async function given(actor: PersonActor, minutesAgo: number, factor: SignInFactor): Promise<PersonActor> {
  const now = await databaseTime()
  const stale = { factor: 'SMS_CODE' as const, at: new Date(now.getTime() - 16 * MINUTE) }
  return { ...actor, assurance: { factors: [stale, { factor, at: new Date(now.getTime() - minutesAgo * MINUTE) }] } }
}

test.each(Object.entries(ACTS))(
  '%s: a session alone is refused, which is recorded, also by a password; a fresh code is let through',
  async (act, make) => {
    const { actor, subjectId, done, run } = await make()
    const before = await database().outboxMessage.count()
    for (const factor of ['PASSWORD', 'PASSKEY'] as const) {
      const copied = await given(actor, 0, factor)
      const refusal: unknown = await run(copied).catch((error: unknown) => error)
      if (!(refusal instanceof DomainError)) throw new Error('It was let through', { cause: refusal })
      expect(refusal).toMatchObject({ code: 'FRESH_CODE_NEEDED', subjectId })
      await recordRefusal(copied, act, refusal)
    }
    expect(await eventsAbout(subjectId, 'act.refused')).toMatchObject([{ data: { act, code: 'FRESH_CODE_NEEDED' } }])
    expect(await eventsAbout(subjectId, done)).toEqual([])
    expect(await database().outboxMessage.count()).toBe(before)

    await run(await given(actor, 14, 'SMS_CODE'))
    expect(await eventsAbout(subjectId, done)).toHaveLength(1)
  },
)

test('what is not theirs is no more there for who has a stale code', async () => {
  const stranger = await given((await aRegisteredApplicant()).actor, 0, 'PASSWORD')
  const { member, accountId } = await anAccountOfTwo()
  const acts = [
    () => inviteMember(stranger, { accountId, phone: aPhone() }),
    () => removeMember(stranger, { accountId, userId: member.id }),
    () => leaveAccount(stranger, { accountId }),
    () => exportAccount(stranger, { accountId }),
  ]
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'NOT_FOUND', subjectId: null })
})

test('an invitation is declined, and taken back, without a code: neither gives anything away', async () => {
  const [inviter, { actor, phone }] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { id: invitationId } = await inviteMember(inviter.actor, { accountId: inviter.accountId, phone })
  await answerMemberInvitation(await given(actor, 0, 'PASSWORD'), { invitationId, answer: 'DECLINE' })
  expect(await eventsAbout(inviter.accountId, 'account.member_declined')).toHaveLength(1)
})
