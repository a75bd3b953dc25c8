import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { guessCode } from './guess-code'
import { openPersonField } from './person-fields'
import { sendSignInCode } from './send-sign-in-code'

/** E.164. @throws DomainError FORBIDDEN for someone without a phone, as staff are */
export async function readOwnPhone(actor: PersonActor): Promise<{ phone: string; locale: string | null }> {
  const person = await database().user.findUniqueOrThrow({ where: { id: actor.id }, include: { dataKey: true } })
  if (!person.phoneSealed) throw new DomainError('FORBIDDEN', 'Has no phone')
  const key = await unwrapDataKey(person.dataKey)
  return { phone: openPersonField(key, person.id, 'phone_sealed', person.phoneSealed), locale: person.locale }
}

/** From where, and by the secret of which browser. */
type Asked = { address: string; browser: string }

/** What was typed, and where. */
export type OwnCode = { code: string; address: string; browser: string | null }

/** Sends a code to one's own phone, to say once more who one is. @throws DomainError RATE_LIMITED, FORBIDDEN */
export async function sendOwnCode(actor: PersonActor, asked: Asked): Promise<{ resendSeconds: number }> {
  const { phone, locale } = await readOwnPhone(actor)
  return sendSignInCode({ ...asked, phone, locale: isLocale(locale) ? locale : DEFAULT_LOCALE })
}

/**
 * Takes the code that was sent to one's own phone; `spendCode` uses it up, in the transaction of what it is asked for.
 *
 * @throws DomainError RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, FORBIDDEN
 */
export async function guessOwnCode(actor: PersonActor, tried: OwnCode): Promise<string> {
  const { phone } = await readOwnPhone(actor)
  return (await guessCode({ phone, ...tried })).codeId
}
