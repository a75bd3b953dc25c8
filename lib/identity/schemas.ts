import { z } from 'zod'
import { compact } from '@/lib/accounts/mobile-number'
import { PhoneNumber, SignInCodeText } from '@/lib/accounts/schemas'

// Messages are codes: each has a sentence in `auth.problems` of both message files.

/** The last six characters of an ID number, as people type them. */
const IdEnding = z
  .string()
  .max(40, 'ENDING_SHAPE')
  .transform((text) => compact(text).toUpperCase())
  .pipe(z.string().regex(/^[\dA-Z]{6}$/, 'ENDING_SHAPE'))

export const Ticket = z.string().min(1).max(500)

export const ConfirmIdentityInput = z.object({ ticket: Ticket, ending: IdEnding })

const Password = z.string().min(1, 'PASSWORD_MISSING').max(1024)

export const SignInByPasswordInput = z.object({ phone: PhoneNumber, password: Password })

export const ChangePasswordInput = z
  .object({ intent: z.enum(['set', 'remove']), code: SignInCodeText, password: z.string().max(1024).default('') })
  .refine(({ intent, password }) => intent === 'remove' || password !== '', {
    path: ['password'],
    message: 'PASSWORD_MISSING',
  })

export const PhoneCodesInput = z.object({ phone: PhoneNumber })

export const ChangePhoneInput = z.object({ phone: PhoneNumber, oldCode: SignInCodeText, newCode: SignInCodeText })
