import { z } from 'zod'
import { EmailAddress } from '@/lib/accounts/schemas'
import { LOCALES } from '@/lib/i18n/locales'

/** A box that is not ticked sends nothing. */
const Ticked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

export const SetNoticesInput = z.object({ bySms: Ticked, byEmail: Ticked, locale: z.enum(LOCALES) })

export const SetNoticeEmailInput = z.object({ email: EmailAddress })

export const ConfirmNoticeEmailInput = z.object({ token: z.string().min(1).max(100) })

export const RemoveNoticeEmailInput = z.object({})
