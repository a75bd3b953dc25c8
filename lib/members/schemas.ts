import { z } from 'zod'
import { PhoneNumber } from '@/lib/accounts/schemas'
import { IdText } from '@/lib/core/id-text'

export const AccountInput = z.object({ accountId: IdText })

export const InviteMemberInput = AccountInput.extend({ phone: PhoneNumber })

export const RemoveMemberInput = AccountInput.extend({ userId: IdText })

export const RevokeMemberInvitationInput = z.object({ invitationId: IdText })

export const AnswerMemberInvitationInput = z.object({
  invitationId: IdText,
  answer: z.enum(['ACCEPT', 'DECLINE']),
})
