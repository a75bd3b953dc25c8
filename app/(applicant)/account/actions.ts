'use server'

import { revalidatePath } from 'next/cache'
import { answerMemberInvitation } from '@/lib/accounts/members/answer-member-invitation'
import { inviteMember } from '@/lib/accounts/members/invite-member'
import { leaveAccount } from '@/lib/accounts/members/leave-account'
import { removeMember } from '@/lib/accounts/members/remove-member'
import { revokeMemberInvitation } from '@/lib/accounts/members/revoke-member-invitation'
import {
  AccountInput,
  AnswerMemberInvitationInput,
  InviteMemberInput,
  RemoveMemberInput,
  RevokeMemberInvitationInput,
} from '@/lib/accounts/members/schemas'
import { removeNoticeEmail } from '@/lib/accounts/notices/remove-notice-email'
import { RemoveNoticeEmailInput, SetNoticeEmailInput, SetNoticesInput } from '@/lib/accounts/notices/schemas'
import { setNoticeEmail } from '@/lib/accounts/notices/set-notice-email'
import { setNotices } from '@/lib/accounts/notices/set-notices'
import { formAction } from '@/lib/web/form-action'

export const invite = formAction('account.invite_member', InviteMemberInput, async (actor, input) => {
  const { expiresAt } = await inviteMember(actor, input)
  revalidatePath('/account')
  return { expiresAt }
})

export const revoke = formAction('account.revoke_invitation', RevokeMemberInvitationInput, async (actor, input) => {
  await revokeMemberInvitation(actor, input)
  revalidatePath('/account')
})

export const answerInvitation = formAction(
  'account.answer_invitation',
  AnswerMemberInvitationInput,
  async (actor, input) => {
    await answerMemberInvitation(actor, input)
    revalidatePath('/account')
    return input.answer
  },
)

export const leave = formAction('account.leave', AccountInput, async (actor, input) => {
  await leaveAccount(actor, input)
  revalidatePath('/account')
})

export const remove = formAction('account.remove_member', RemoveMemberInput, async (actor, input) => {
  await removeMember(actor, input)
  revalidatePath('/account')
})

export const chooseNotices = formAction('notices.choose', SetNoticesInput, async (actor, input) => {
  await setNotices(actor, input)
  revalidatePath('/account')
})

export const setEmail = formAction('notices.give_email', SetNoticeEmailInput, async (actor, input) => {
  await setNoticeEmail(actor, input)
  revalidatePath('/account')
})

export const removeEmail = formAction('notices.remove_email', RemoveNoticeEmailInput, async (actor) => {
  await removeNoticeEmail(actor)
  revalidatePath('/account')
})
