'use server'

import { acceptInvitation } from '@/lib/accounts/accept-invitation'
import { AcceptInvitationInput } from '@/lib/accounts/schemas'
import { publicAction } from '@/lib/web/form-action'
import { enter } from '../../enter'

export const accept = publicAction('staff.join', AcceptInvitationInput, async ({ address }, input) => {
  const { session } = await acceptInvitation({ ...input, address })
  return enter({ session }, undefined, '/')
})
