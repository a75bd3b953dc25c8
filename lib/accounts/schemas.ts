import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { many } from '@/lib/core/forms/form-values'
import { IdText } from '@/lib/core/id-text'
import { StaffRole } from '@/lib/db/generated/enums'
import { CONSENT_KEYS, CURRENT_TEXTS, missingConsents } from './consents/consents'
import { compact, mobileNumber } from './mobile-number'

// Messages are codes: each has a sentence in `auth.problems` of both message files.

/** Parses a mainland mobile number as people write it, to E.164. */
export const PhoneNumber = z.string().max(40, 'PHONE_INVALID').transform(mobileNumber).pipe(z.string('PHONE_INVALID'))

export const SignInCodeText = z
  .string()
  .max(40, 'CODE_SHAPE')
  .transform(compact)
  .pipe(z.string().regex(/^\d{6}$/, 'CODE_SHAPE'))

/** Parses an address to the form in which it is stored and looked up: composed, in lower case. */
export const EmailAddress = z
  .string()
  .max(254, 'EMAIL_INVALID')
  .transform((text) => text.trim().normalize('NFKC').toLowerCase())
  .pipe(z.email('EMAIL_INVALID'))

/** Parses the name of a staff member: one line, letters and digits of any script with the punctuation of names. */
export const StaffName = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ·.'’-]{0,59}$/u, 'NAME_INVALID'))

const Roles = many(z.enum(StaffRole), 10).transform((roles) => [...new Set(roles)].sort())
const SomeRoles = Roles.refine((roles) => roles.length > 0, 'ROLE_MISSING')

export const SendSignInCodeInput = z.object({
  phone: PhoneNumber,
  /** Holds a proof of work, as the script in the browser sends it. */
  proof: z.string().max(4_000).optional(),
  /** Says that the browser runs scripts, and so can compute a proof. */
  scripts: z.literal('yes').optional(),
})

export const VerifySignInCodeInput = z.object({ phone: PhoneNumber, code: SignInCodeText })

export const RegisterApplicantInput = z.object({
  ticket: z.string().min(1).max(500),
  consents: many(z.enum(CONSENT_KEYS), CONSENT_KEYS.length).refine(
    (given) => missingConsents(given).length === 0,
    'CONSENT_MISSING',
  ),
  texts: z.literal(CURRENT_TEXTS),
})

export const SignInStaffInput = z.object({
  email: EmailAddress,
  password: z.string().min(1, 'PASSWORD_MISSING').max(1024),
})

export const AcceptInvitationInput = z.object({
  token: z.string().min(1).max(100),
  name: StaffName,
  email: EmailAddress,
  password: z.string().min(1, 'PASSWORD_MISSING').max(1024),
})

export const InviteStaffInput = z.object({
  roles: SomeRoles,
  /** The address to which the link is mailed, if any. */
  email: z
    .literal('')
    .transform(() => undefined)
    .or(EmailAddress)
    .optional(),
})

export const RevokeInvitationInput = z.object({ invitationId: IdText })

export const SetStaffRolesInput = z.object({
  userId: IdText,
  /** Lists the roles that the administrator's screen showed. */
  from: Roles,
  roles: SomeRoles,
})

export const PersonInput = z.object({ userId: IdText })

/** Names one other session, or, without an id, all of them. */
export const OtherSessionsInput = z.object({ sessionId: IdText.optional() })

export const BlockPersonInput = z.object({ userId: IdText, act: z.enum(['BLOCK', 'UNBLOCK']) })

export const DecideAccessChangeInput = z.object({ changeId: IdText, decision: z.enum(['CONFIRM', 'REFUSE']) })

const NewPassword = z.string().min(1, 'PASSWORD_MISSING').max(1024)

export const ChangePasswordInput = z.object({
  current: z.string().min(1, 'PASSWORD_MISSING').max(1024),
  password: NewPassword,
})

export const MailAccessLinkInput = z.object({ email: EmailAddress })

export const UseAccessLinkInput = z.object({ token: z.string().min(1).max(100), password: NewPassword })

export const TotpCodeInput = z.object({ code: SignInCodeText })

/** Accepts a code however it is typed; anything else is a wrong code. */
export const RecoveryCodeInput = z.object({ recoveryCode: z.string().min(1, 'RECOVERY_CODE_MISSING').max(100) })

/** Parses what a browser sends from an authenticator, as JSON; the library checks its content. */
const credential = <R extends object>(parts: readonly string[]) =>
  z
    .string()
    .max(20_000)
    .transform((text, context) => {
      try {
        const { id, response } = z.looseObject({ id: z.string().max(1_400), response: Strings }).parse(JSON.parse(text))
        if (parts.every((part) => typeof response[part] === 'string')) return JSON.parse(text) as R & { id: typeof id }
      } catch {}
      context.addIssue({ code: 'custom', message: 'CREDENTIAL_INVALID' })
      return z.NEVER
    })
const Strings = z.record(z.string(), z.unknown())

export const PasskeyInput = z.object({
  response: credential<AuthenticationResponseJSON>(['clientDataJSON', 'authenticatorData', 'signature']),
})

export const AddPasskeyInput = z.object({
  name: z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
    .pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ·.'’()（）-]{0,39}$/u, 'PASSKEY_NAME_INVALID')),
  response: credential<RegistrationResponseJSON>(['clientDataJSON', 'attestationObject']),
})

export const RemovePasskeyInput = z.object({ passkeyId: IdText })
