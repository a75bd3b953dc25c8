import { database } from '@/lib/db/client'
import { offerOwnPasskey } from '@/lib/sign-in/factors/own-passkeys'
import { anAuthenticator } from '@/tests/factories/authenticator'
import { aCode, age, BROWSER } from '@/tests/factories/codes'
import { withOwnPasskey } from '@/tests/factories/factors'
import { anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { cookieFor } from '@/tests/setup/http'
import type { Newcomer } from './table/cells'

/** Returns the cookies of a session in the browser that requested a code. */
async function cookieOf({ sessionId }: { sessionId: string }): Promise<string> {
  const { name, value } = await cookieFor(sessionId)
  return `${name}=${value}; zhunxin.codes=${BROWSER}`
}

/** Asks for a passkey by a code that they were sent. */
export async function offeredAPasskey(): Promise<Newcomer> {
  const { phone, actor } = await aRegisteredApplicant()
  return { cookie: await cookieOf(actor), form: [['passkeyCode', await aCode(phone)]] }
}

/** Has created a passkey by that code. */
export async function addsAPasskey(): Promise<Newcomer> {
  const { phone, actor } = await aRegisteredApplicant()
  const code = await aCode(phone)
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
      ['passkeyCode', await aCode(person.phone)],
      ['passkeyId', id],
    ],
  }
}
