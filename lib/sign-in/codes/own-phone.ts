import 'server-only'
import type { ConfirmedAct } from '@/lib/accounts/confirmed-act'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import { openPersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { checkCode } from './check-code'
import { sendSignInCode } from './send-sign-in-code'
import type { CodeFor } from './sign-in-codes'

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

/** Says where a request for a code came from, and which act the code is for. */
type CodeRequest = { act: ConfirmedAct; address: string; browser: string }

/** Holds the code that a person typed, and says where. */
export type OwnCode = { code: string; address: string; browser: string | null }

/** Returns what a code is for that the actor requests, or types, for an act in this session. */
export const codeForAct = ({ sessionId }: PersonActor, act: ConfirmedAct): CodeFor => ({ act, sessionId })

/**
 * Sends a code to the actor's own phone, to confirm one act.
 *
 * @throws DomainError RATE_LIMITED, FORBIDDEN
 */
export async function sendOwnCode(
  actor: PersonActor,
  { act, ...request }: CodeRequest,
): Promise<{ resendSeconds: number }> {
  requireApplicant(actor)
  const { phone, locale: own } = await readOwnPhone(actor)
  const locale = isLocale(own) ? own : DEFAULT_LOCALE
  return sendSignInCode({ ...request, phone, locale, codeFor: codeForAct(actor, act) })
}

/**
 * Checks the code that was sent to the actor's phone for an act; `spendCode` uses it up, in the transaction of that
 * act.
 *
 * @throws DomainError RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, FORBIDDEN
 */
export async function checkOwnCode(actor: PersonActor, act: ConfirmedAct, tried: OwnCode): Promise<string> {
  requireApplicant(actor)
  const { phone } = await readOwnPhone(actor)
  return (await checkCode({ phone, ...tried, codeFor: codeForAct(actor, act) })).codeId
}
