import 'server-only'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import { openPersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { checkCode } from './check-code'
import { sendSignInCode } from './send-sign-in-code'

/**
 * Returns the actor's phone as E.164.
 *
 * @throws DomainError FORBIDDEN for a person without a phone, such as staff
 */
export async function readOwnPhone(actor: PersonActor): Promise<{ phone: string; locale: string | null }> {
  const person = await database().user.findUniqueOrThrow({ where: { id: actor.id }, include: { dataKey: true } })
  if (!person.phoneSealed) throw new DomainError('FORBIDDEN', 'Has no phone')
  const key = await unwrapDataKey(person.dataKey)
  return { phone: openPersonField(key, person.id, 'phone_sealed', person.phoneSealed), locale: person.locale }
}

/** Says where a request for a code came from. */
type CodeRequest = { address: string; browser: string }

/** The code that a person typed, and where. */
export type OwnCode = { code: string; address: string; browser: string | null }

/**
 * Sends a code to the actor's own phone, to confirm their identity again.
 *
 * @throws DomainError RATE_LIMITED, FORBIDDEN
 */
export async function sendOwnCode(actor: PersonActor, request: CodeRequest): Promise<{ resendSeconds: number }> {
  requireApplicant(actor)
  const { phone, locale } = await readOwnPhone(actor)
  return sendSignInCode({ ...request, phone, locale: isLocale(locale) ? locale : DEFAULT_LOCALE })
}

/**
 * Checks the code that was sent to the actor's phone; `spendCode` uses it up, in the transaction of the act that
 * requires it.
 *
 * @throws DomainError RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, FORBIDDEN
 */
export async function checkOwnCode(actor: PersonActor, tried: OwnCode): Promise<string> {
  requireApplicant(actor)
  const { phone } = await readOwnPhone(actor)
  return (await checkCode({ phone, ...tried })).codeId
}
