import 'server-only'
import { z } from 'zod'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { TICKET_MINUTES } from '@/lib/sign-in/codes/sign-in-codes'
import { sealedCookie } from './sealed-cookie'

/** Describes how far someone is who signs in or registers by phone, once a code was sent. */
const PhoneStep = z.object({
  /** Holds `PHONE` where somebody left the page of a code that is still valid. */
  step: z.enum(['PHONE', 'CODE', 'CONFIRM', 'CONSENTS']),
  /** Contains the number in E.164. */
  phone: z.string().max(20),
  ticket: z.string().max(500),
  sent: z.object({ at: z.number(), resendSeconds: z.number() }).nullable(),
  isStartedAgain: z.boolean(),
})
export type PhoneStep = z.output<typeof PhoneStep>

/**
 * Stores the step in the browser, sealed, as long as the proof of the phone is valid: people who load the page again,
 * or come back to it, continue where they were.
 */
export const phoneStep = sealedCookie('phone-step', PhoneStep, (TICKET_MINUTES * MINUTE) / SECOND)
