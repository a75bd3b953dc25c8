import 'server-only'
import { z } from 'zod'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { TICKET_MINUTES } from '@/lib/sign-in/codes/sign-in-codes'
import { sealedCookie } from './sealed-cookie'

/** Describes how far someone is who signs in or registers by phone, once a code was sent. */
const PhoneStep = z.object({
  /** It is `PHONE` where somebody left the page of a code that is still valid. */
  step: z.enum(['PHONE', 'CODE', 'CONFIRM', 'CONSENTS']),
  /** Contains the number in E.164. */
  phone: z.string().max(20),
  ticket: z.string().max(500),
  sent: z.object({ at: z.number(), resendSeconds: z.number() }).nullable(),
  isStartedAgain: z.boolean(),
})
export type PhoneStep = z.output<typeof PhoneStep>

/**
 * The step is in the browser, sealed, as long as the proof of the phone is valid: a page that is loaded again, or that
 * someone comes back to, is where they were.
 */
export const phoneStep = sealedCookie('phone', PhoneStep, (TICKET_MINUTES * MINUTE) / SECOND)
