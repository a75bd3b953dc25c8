'use server'

import { AcceptInvitationInput } from '@/lib/accounts/schemas'
import { acceptInvitation } from '@/lib/staff/invitations/accept-invitation'
import { publicAction } from '@/lib/web/actions/form-action'
import { enter } from '../../enter'

export const accept = publicAction('staff.join', AcceptInvitationInput, async ({ address }, input) => {
  const { session } = await acceptInvitation({ ...input, address })
  return enter({ session }, {}, '/')
})
