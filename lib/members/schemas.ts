import { z } from 'zod'
import { PhoneNumber } from '@/lib/accounts/schemas'

export const AccountInput = z.object({ accountId: z.uuid() })

export const InviteMemberInput = AccountInput.extend({ phone: PhoneNumber })

export const RemoveMemberInput = AccountInput.extend({ userId: z.uuid() })

export const RevokeMemberInvitationInput = z.object({ invitationId: z.uuid() })

export const AnswerMemberInvitationInput = z.object({
  invitationId: z.uuid(),
  answer: z.enum(['ACCEPT', 'DECLINE']),
})
