'use server'

import { AcceptInvitationInput } from '@/lib/accounts/schemas'
import { operatorGaps } from '@/lib/core/operator'
import { acceptInvitation } from '@/lib/staff/invitations/accept-invitation'
import { publicAction } from '@/lib/web/actions/form-action'
import { enter } from '../../enter'

export const accept = publicAction('staff.join', AcceptInvitationInput, async ({ address }, input) => {
  const { session, isFirst } = await acceptInvitation({ ...input, address })
  // The first administrator is asked next for what applicants read about the operator.
  return enter({ session }, {}, isFirst && operatorGaps().length > 0 ? '/operator' : '/')
})
