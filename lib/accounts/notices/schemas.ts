import { z } from 'zod'
import { LOCALES } from '@/lib/core/languages/locales'
import { EmailAddress } from '../schemas'

/** Parses a checkbox: browsers send nothing for one that is not ticked. */
const Ticked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

export const SetNoticesInput = z.object({ bySms: Ticked, byEmail: Ticked, locale: z.enum(LOCALES) })

export const SetNoticeEmailInput = z.object({ email: EmailAddress })

export const ConfirmNoticeEmailInput = z.object({ token: z.string().min(1).max(100) })

export const RemoveNoticeEmailInput = z.object({})
