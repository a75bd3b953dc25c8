import { z } from 'zod'
import { many } from '@/lib/core/forms/form-values'
import { IdText } from '@/lib/core/id-text'
import { PhoneNumber } from '../schemas'

export const AccountInput = z.object({ accountId: IdText })

/** Limits how many people one form removes. */
const MOST_REMOVED = 50

/** Parses the number of one more person, whose field may be empty. */
const OneMore = z.preprocess((sent) => (sent === '' ? undefined : sent), PhoneNumber.optional())

/** Parses up to three numbers, each in a field of its own. */
export const InviteMembersInput = AccountInput.extend({
  phone: PhoneNumber,
  phone2: OneMore,
  phone3: OneMore,
}).transform(({ accountId, phone, phone2, phone3 }) => ({
  accountId,
  phones: [phone, phone2, phone3].filter((one) => one !== undefined),
}))

export const RemoveMembersInput = AccountInput.extend({ userId: many(IdText, MOST_REMOVED) })
  .refine(({ userId }) => userId.length > 0, { path: ['userId'], message: 'MEMBER_MISSING' })
  .transform(({ userId, ...account }) => ({ ...account, userIds: userId }))

export const MemberInvitationInput = z.object({ invitationId: IdText })
