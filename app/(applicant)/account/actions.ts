'use server'

import { revalidatePath } from 'next/cache'
import { acceptMemberInvitation, declineMemberInvitation } from '@/lib/accounts/members/answer-member-invitation'
import { inviteMembers } from '@/lib/accounts/members/invite-members'
import { leaveAccount } from '@/lib/accounts/members/leave-account'
import { removeMembers } from '@/lib/accounts/members/remove-members'
import { revokeMemberInvitation } from '@/lib/accounts/members/revoke-member-invitation'
import {
  AccountInput,
  InviteMembersInput,
  MemberInvitationInput,
  RemoveMembersInput,
} from '@/lib/accounts/members/schemas'
import { removeNoticeEmail } from '@/lib/accounts/notices/remove-notice-email'
import { RemoveNoticeEmailInput, SetNoticeEmailInput, SetNoticesInput } from '@/lib/accounts/notices/schemas'
import { setNoticeEmail } from '@/lib/accounts/notices/set-notice-email'
import { setNotices } from '@/lib/accounts/notices/set-notices'
import { confirmedAction } from '@/lib/web/actions/confirmed-action'
import { formAction } from '@/lib/web/actions/form-action'

export const invite = confirmedAction(
  'account.invite_member',
  'INVITE',
  InviteMembersInput,
  async (actor, input, confirm) => {
    const { ids, expiresAt, session } = await inviteMembers(actor, input, confirm)
    revalidatePath('/account')
    return { value: { count: ids.length, expiresAt }, session }
  },
)

export const revoke = formAction('account.revoke_invitation', MemberInvitationInput, async (actor, input) => {
  await revokeMemberInvitation(actor, input)
  revalidatePath('/account')
})

export const accept = confirmedAction(
  'account.answer_invitation',
  'JOIN',
  MemberInvitationInput,
  async (actor, input, confirm) => {
    const session = await acceptMemberInvitation(actor, input, confirm)
    revalidatePath('/account')
    return { value: null, session }
  },
)

export const decline = formAction('account.answer_invitation', MemberInvitationInput, async (actor, input) => {
  await declineMemberInvitation(actor, input)
  revalidatePath('/account')
})

export const leave = confirmedAction('account.leave', 'LEAVE', AccountInput, async (actor, input, confirm) => {
  const session = await leaveAccount(actor, input, confirm)
  revalidatePath('/account')
  return { value: null, session }
})

export const remove = confirmedAction(
  'account.remove_member',
  'REMOVE',
  RemoveMembersInput,
  async (actor, input, confirm) => {
    const session = await removeMembers(actor, input, confirm)
    revalidatePath('/account')
    return { value: { count: input.userIds.length }, session }
  },
)

export const chooseNotices = formAction('notices.choose', SetNoticesInput, async (actor, input) => {
  await setNotices(actor, input)
  revalidatePath('/account')
})

export const setEmail = confirmedAction(
  'notices.give_email',
  'NOTICE_EMAIL',
  SetNoticeEmailInput,
  async (actor, input, confirm) => {
    const session = await setNoticeEmail(actor, input, confirm)
    revalidatePath('/account')
    return { value: null, session }
  },
)

export const removeEmail = formAction('notices.remove_email', RemoveNoticeEmailInput, async (actor) => {
  await removeNoticeEmail(actor)
  revalidatePath('/account')
})
