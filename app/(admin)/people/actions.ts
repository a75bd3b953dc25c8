'use server'

import { revalidatePath } from 'next/cache'
import { getLocale } from 'next-intl/server'
import { DecideAccessChangeInput, InviteStaffInput, RevokeInvitationInput } from '@/lib/accounts/schemas'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { decideAccessChange } from '@/lib/staff/decide-access-change'
import { inviteStaff } from '@/lib/staff/invitations/invite-staff'
import { revokeInvitation } from '@/lib/staff/invitations/revoke-invitation'
import { formAction } from '@/lib/web/actions/form-action'

/** Invites a colleague. Only this answer contains the link. */
export const invite = formAction('staff.invite', InviteStaffInput, async (actor, input) => {
  const locale = await getLocale()
  const { url, expiresAt, waits } = await inviteStaff(actor, {
    ...input,
    locale: isLocale(locale) ? locale : DEFAULT_LOCALE,
  })
  revalidatePath('/people')
  return { url, expiresAt, waits, ...input }
})

export const revoke = formAction('staff.revoke_invitation', RevokeInvitationInput, async (actor, input) => {
  await revokeInvitation(actor, input)
  revalidatePath('/people')
})

export const decideChange = formAction('staff.decide_access_change', DecideAccessChangeInput, async (actor, input) => {
  await decideAccessChange(actor, input)
  revalidatePath('/people')
  return input.decision
})
