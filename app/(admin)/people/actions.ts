'use server'

import { revalidatePath } from 'next/cache'
import { getLocale } from 'next-intl/server'
import { inviteStaff } from '@/lib/accounts/invite-staff'
import { revokeInvitation } from '@/lib/accounts/revoke-invitation'
import { InviteStaffInput, RevokeInvitationInput } from '@/lib/accounts/schemas'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { formAction } from '@/lib/web/form-action'

/** The link leaves in this answer alone. */
export const invite = formAction('staff.invite', InviteStaffInput, async (actor, input) => {
  const locale = await getLocale()
  const { url, expiresAt } = await inviteStaff(actor, { ...input, locale: isLocale(locale) ? locale : DEFAULT_LOCALE })
  revalidatePath('/people')
  return { url, expiresAt, ...input }
})

export const revoke = formAction('staff.revoke_invitation', RevokeInvitationInput, async (actor, input) => {
  await revokeInvitation(actor, input)
  revalidatePath('/people')
})
