'use server'

import { revalidatePath } from 'next/cache'
import { inviteStaff } from '@/lib/accounts/invite-staff'
import { revokeInvitation } from '@/lib/accounts/revoke-invitation'
import { InviteStaffInput, RevokeInvitationInput } from '@/lib/accounts/schemas'
import { formAction } from '@/lib/web/form-action'

/** The link leaves in this answer alone. */
export const invite = formAction('staff.invite', InviteStaffInput, async (actor, input) => {
  const { url, expiresAt } = await inviteStaff(actor, input)
  revalidatePath('/people')
  return { url, expiresAt, roles: input.roles }
})

export const revoke = formAction('staff.revoke_invitation', RevokeInvitationInput, async (actor, input) => {
  await revokeInvitation(actor, input)
  revalidatePath('/people')
})
