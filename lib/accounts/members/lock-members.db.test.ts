import { expect, test } from 'vitest'
import { CONFIRMED, notConfirmed } from '@/tests/factories/confirmations'
import { aMemberOf, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { inviteMembers } from './invite-members'
import { leaveAccount } from './leave-account'
import { removeMembers } from './remove-members'

test('a person who was removed after their session was read is refused before anything is confirmed', async () => {
  const founder = await aRegisteredApplicant()
  const { accountId } = founder
  const { id, actor } = await aMemberOf(accountId)
  await removeMembers(founder.actor, { accountId, userIds: [id] }, CONFIRMED)
  expect(actor.accountIds).toContain(accountId)
  const confirm = notConfirmed(actor)
  const acts = [
    () => inviteMembers(actor, { accountId, phones: [aPhone()] }, confirm),
    () => removeMembers(actor, { accountId, userIds: [founder.id] }, confirm),
    () => leaveAccount(actor, { accountId }, confirm),
  ]
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'NOT_FOUND', subjectId: null })
})
