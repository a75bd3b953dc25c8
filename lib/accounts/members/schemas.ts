import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { PhoneNumber } from '../schemas'

export const AccountInput = z.object({ accountId: IdText })

export const InviteMemberInput = AccountInput.extend({ phone: PhoneNumber })

export const RemoveMemberInput = AccountInput.extend({ userId: IdText })

export const RevokeMemberInvitationInput = z.object({ invitationId: IdText })

export const AnswerMemberInvitationInput = z.object({
  invitationId: IdText,
  answer: z.enum(['ACCEPT', 'DECLINE']),
})
