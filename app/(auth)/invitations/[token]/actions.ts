'use server'

import { acceptInvitation } from '@/lib/accounts/accept-invitation'
import { AcceptInvitationInput } from '@/lib/accounts/schemas'
import { publicAction } from '@/lib/web/form-action'
import { enter } from '../../enter'
import { withoutPassword } from '../../without-password'

const join = publicAction('staff.join', AcceptInvitationInput, async ({ address }, input) => {
  const { session } = await acceptInvitation({ ...input, address })
  return enter(session, undefined, '/')
})

export const accept = withoutPassword(join)
