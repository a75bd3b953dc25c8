import { z } from 'zod'
import { compact } from '@/lib/accounts/mobile-number'
import { AddPasskeyInput, PhoneNumber, RemovePasskeyInput, SignInCodeText } from '@/lib/accounts/schemas'
import { IdText } from '@/lib/core/id-text'
import { CaseReason, CaseSide } from '@/lib/db/generated/enums'

// Messages are codes: each has a sentence in `auth.problems` of both message files.

/** Parses the last six characters of an ID number, as people type them. */
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

/** Names its own field for the code: the form for the password is on the same page. */
const WithPasskeyCode = { passkeyCode: SignInCodeText }
export const OfferOwnPasskeyInput = z.object(WithPasskeyCode)
export const AddOwnPasskeyInput = AddPasskeyInput.extend(WithPasskeyCode)
export const RemoveOwnPasskeyInput = RemovePasskeyInput.extend(WithPasskeyCode)

export const PhoneCodesInput = z.object({ phone: PhoneNumber })

export const ChangePhoneInput = z.object({ phone: PhoneNumber, oldCode: SignInCodeText, newCode: SignInCodeText })

/** Parses what a person declares about the account that they had by another number. */
export const LostPhoneInput = z.object({
  ticket: Ticket,
  oldPhone: PhoneNumber,
  idNumber: z
    .string()
    .max(40, 'ID_NUMBER_SHAPE')
    .transform((text) => compact(text).toUpperCase())
    .pipe(z.string().regex(/^[\dA-Z]{6,18}$/, 'ID_NUMBER_SHAPE')),
})

export const LockedInput = z.object({ ticket: Ticket })

export const DecideCaseInput = z.discriminatedUnion('decision', [
  z.object({ caseId: IdText, decision: z.literal('GRANT') }),
  z.object({ caseId: IdText, decision: z.literal('REFUSE'), reason: z.enum(CaseReason, 'REASON_MISSING') }),
])

export const ShowCaseNumbersInput = z.object({ caseId: IdText })

export const CaseFileInput = z.object({ caseId: IdText, side: z.enum(CaseSide) })
