import type { ConfirmedAct } from '@/lib/accounts/confirmed-act'
import type { PersonActor } from '@/lib/actor/actor'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { codeForAct } from '@/lib/sign-in/codes/own-phone'
import { sendSignInCode } from '@/lib/sign-in/codes/send-sign-in-code'
import type { CodeFor } from '@/lib/sign-in/codes/sign-in-codes'
import { verifySignInCode } from '@/lib/sign-in/codes/verify-sign-in-code'
import { anAddress } from './people'

/** The secret of the browser that requests codes, unless a test sets another. */
export const BROWSER = 'b'.repeat(43)

/** Returns the messages that were sent to a phone, newest first, as its owner reads them. */
export async function messagesTo(phone: string) {
  return ((await readOutbox()) ?? []).filter(({ to }) => to === phone)
}

/** Requests a code, and reads it from the message. It is to sign in, unless it is for an act. */
export async function aCode(phone: string, browser = BROWSER, codeFor: CodeFor | null = null): Promise<string> {
  await sendSignInCode({ phone, address: anAddress(), locale: 'zh-CN', browser, codeFor })
  const [message] = await messagesTo(phone)
  const code = /\d{6}/.exec(message?.text ?? '')?.[0]
  if (!code) throw new Error('No code arrived')
  return code
}

/** Requests a code for an act of a signed-in person, and reads it. */
export const aCodeFor = (
  { actor, phone }: { actor: PersonActor; phone: string },
  act: ConfirmedAct,
  browser = BROWSER,
) => aCode(phone, browser, codeForAct(actor, act))

/** Returns any code but this one. */
export const anotherThan = (code: string) => code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10))

/** Returns the ticket of a person who proved a phone that is not registered yet. */
export async function aTicket(phone: string): Promise<string> {
  const proved = await verifySignInCode({ phone, code: await aCode(phone), address: anAddress(), browser: BROWSER })
  if (proved.step !== 'REGISTER') throw new Error('The phone is known')
  return proved.ticket
}

/** Moves all messages to a phone back by that much time. */
export async function age(phone: string, seconds: number): Promise<void> {
  const phoneIndex = await blindIndex('phone', phone)
  await database().$executeRaw`
    UPDATE sign_in_codes SET created_at = created_at - ${seconds}::int * interval '1 second',
      expires_at = expires_at - ${seconds}::int * interval '1 second' WHERE phone_index = ${phoneIndex}`
}
