import { setNoticeEmail } from '@/lib/accounts/notices/set-notice-email'
import { database } from '@/lib/db/client'
import { offerOwnPasskey } from '@/lib/sign-in/factors/own-passkeys'
import { anAuthenticator } from '@/tests/factories/authenticator'
import { aCodeFor, age, BROWSER } from '@/tests/factories/codes'
import { CONFIRMED } from '@/tests/factories/confirmations'
import { withOwnPasskey } from '@/tests/factories/factors'
import { anAddress, anEmail, aRegisteredApplicant } from '@/tests/factories/people'
import { cookieFor } from '@/tests/setup/http'
import type { Newcomer } from './table/cells'

/** Returns the cookies of a session in the browser that requested a code. */
async function cookieOf({ sessionId }: { sessionId: string }): Promise<string> {
  const { name, value } = await cookieFor(sessionId)
  return `${name}=${value}; zhunxin.codes=${BROWSER}`
}

/** Asks for a passkey by a code that they were sent. */
export async function offeredAPasskey(): Promise<Newcomer> {
  const person = await aRegisteredApplicant()
  return { cookie: await cookieOf(person.actor), form: [['passkeyCode', await aCodeFor(person, 'PASSKEYS')]] }
}

/** Has created a passkey by that code. */
export async function addsAPasskey(): Promise<Newcomer> {
  const person = await aRegisteredApplicant()
  const { actor } = person
  const code = await aCodeFor(person, 'PASSKEYS')
  const offer = await offerOwnPasskey(actor, { code, address: anAddress(), browser: BROWSER })
  return {
    cookie: await cookieOf(actor),
    form: [
      ['passkeyCode', code],
      ['name', '我的手机'],
      ['response', JSON.stringify(anAuthenticator({ counts: true }).register(offer))],
    ],
  }
}

/** Has a passkey, and a code by which to remove it. */
export async function removesAPasskey(): Promise<Newcomer> {
  const person = await aRegisteredApplicant()
  const { actor } = await withOwnPasskey(person)
  const { id } = await database().passkey.findFirstOrThrow({ where: { userId: person.id } })
  await age(person.phone, 120) // another code may be sent
  return {
    cookie: await cookieOf(actor),
    form: [
      ['passkeyCode', await aCodeFor({ ...person, actor }, 'PASSKEYS')],
      ['passkeyId', id],
    ],
  }
}

/** Has an address for notifications. */
export async function hasAnAddress(): Promise<Newcomer> {
  const { actor } = await aRegisteredApplicant()
  await setNoticeEmail(actor, { email: anEmail() }, CONFIRMED)
  return { cookie: await cookieOf(actor), form: [] }
}
