import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PersonActor, SignInFactor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { changeAccessIn } from '@/lib/staff/access-changes/change-access'
import { blockPersonIn, unblockPersonIn } from '@/lib/staff/block-person'
import { enablePerson } from '@/lib/staff/enable-person'
import { inviteStaff } from '@/lib/staff/invitations/invite-staff'
import { revokeInvitation } from '@/lib/staff/invitations/revoke-invitation'
import { anInvitationTo, CONFIRMED } from '@/tests/factories/confirmations'
import { aVouchedSession } from '@/tests/factories/handovers'
import { aColleague, aMemberOf, anAdministrator, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { leaveAccount } from '../members/leave-account'
import { removeMembers } from '../members/remove-members'
import { hasFreshFactor } from './fresh-factor'

async function givenBefore(minutes: number, ...factors: SignInFactor[]): Promise<PersonActor> {
  const at = new Date((await databaseTime()).getTime() - minutes * MINUTE)
  const actor = await anAdministrator()
  return { ...actor, assurance: { factors: factors.map((factor) => ({ factor, at })) } }
}

test.each([
  [14, ['PASSWORD', 'TOTP'], true],
  [14, ['PASSKEY'], true],
  [14, ['PASSWORD', 'RECOVERY_CODE'], true],
  [15, ['PASSWORD', 'TOTP'], false],
  [0, ['PASSWORD', 'LINK', 'SMS_CODE'], false],
] as const)('%i minutes after %j, fresh: %s', async (minutes, factors, isFresh) => {
  expect(await hasFreshFactor(database(), await givenBefore(minutes, ...factors))).toBe(isFresh)
})

test('a people manager confirms their identity again, and a stale factor changes nothing', async () => {
  const stale = await givenBefore(16, 'PASSWORD', 'TOTP')
  const { id: userId } = await aColleague()
  const { id: invitationId } = await inviteStaff(await anAdministrator(), { roles: ['REVIEWER'] })
  const change = { userId, from: ['REVIEWER'], roles: ['LEAD'] } as const
  const acts = [
    () => inviteStaff(stale, { roles: ['REVIEWER'] }),
    () => revokeInvitation(stale, { invitationId }),
    () => enablePerson(stale, { userId }),
    () => transaction((tx) => changeAccessIn(tx, stale, { kind: 'DISABLE', userId })),
    () => transaction((tx) => blockPersonIn(tx, stale, userId)),
    () => transaction((tx) => unblockPersonIn(tx, stale, userId)),
    () => transaction((tx) => changeAccessIn(tx, stale, { kind: 'ROLES', ...change })),
  ]
  const before = await database().invitation.count()
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  expect(await database().invitation.count()).toBe(before)
  expect(await database().roleGrant.findMany({ where: { userId } })).toMatchObject([{ role: 'REVIEWER' }])
  // What doesn't exist, or isn't theirs, is refused first.
  await expect(enablePerson(stale, { userId: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a session that the platform vouched for gives no access away, and is not asked for a code', async () => {
  const person = await aRegisteredApplicant()
  const { accountId } = person
  const { id: userId } = await aMemberOf(accountId)
  const { actor } = await aVouchedSession(person)
  const acts = [
    () => anInvitationTo(actor, { accountId, phone: aPhone() }),
    () => removeMembers(actor, { accountId, userIds: [userId] }, CONFIRMED),
    () => leaveAccount(actor, { accountId }, CONFIRMED),
  ]
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: accountId })
  expect(await database().memberInvitation.count({ where: { accountId } })).toBe(0)
  expect(await database().membership.count({ where: { accountId } })).toBe(2)
})
