import 'server-only'
import { acceptInvitation } from '@/lib/accounts/accept-invitation'
import { CONSENT_KEYS } from '@/lib/accounts/consents'
import { offerTotp, setUpTotp } from '@/lib/accounts/factors/set-up-totp'
import { codeOfStep, STEP_SECONDS } from '@/lib/accounts/factors/totp'
import { inviteStaff } from '@/lib/accounts/invite-staff'
import { issueFirstAdministratorLink } from '@/lib/accounts/issue-first-administrator-link'
import { registerApplicant } from '@/lib/accounts/register-applicant'
import { sendSignInCode } from '@/lib/accounts/send-sign-in-code'
import { newBrowser } from '@/lib/accounts/sign-in-codes'
import type { PersonActor } from '@/lib/auth/actor'
import { readAnySession, readSession } from '@/lib/auth/sessions'
import { SECOND } from '@/lib/core/clock'
import { databaseTime } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'
import { verifySignInCode } from '@/lib/identity/verify-sign-in-code'
import { readOutbox } from '@/lib/messaging/read-outbox'
import { DEMO_STAFF, type StaffKey } from './cast'

/** People come in as everyone does: staff by a link, applicants by a code that they read. */

let visitors = 0
/** Each from a network of their own (RFC 5737 and 2544: addresses of nobody), so that limits by network hold nobody up. */
const anAddress = () => {
  visitors += 1
  return `198.18.${Math.floor(visitors / 250)}.${1 + (visitors % 250)}`
}

export async function hireStaff(): Promise<Record<StaffKey, PersonActor>> {
  const { url } = await issueFirstAdministratorLink()
  if (!url) throw new Error('There is an administrator already')
  const administrator = await join('administrator', url)
  const others = {} as Record<StaffKey, PersonActor>
  for (const key of ['reviewer', 'second', 'lead', 'auditor'] as const) {
    const invitation = await inviteStaff(administrator, { roles: [...DEMO_STAFF[key].roles] })
    others[key] = await join(key, invitation.url)
  }
  return { ...others, administrator }
}

async function join(key: StaffKey, url: string): Promise<PersonActor> {
  const { name, email, password } = DEMO_STAFF[key]
  const token = new URL(url).pathname.split('/').at(-1) ?? ''
  const address = anAddress()
  const { session } = await acceptInvitation({ token, name, email, password, address })
  const owing = await readAnySession(session.id)
  if (owing?.kind !== 'OWING') throw new Error('No second factor was asked for')
  const { secret } = await offerTotp(owing)
  const code = codeOfStep(secret, Math.floor((await databaseTime()).getTime() / SECOND / STEP_SECONDS))
  const { session: signedIn } = await setUpTotp(owing, { code, address })
  return actorOf(signedIn.id)
}

/** @param phone E.164, that nobody has yet */
export async function register(phone: string, locale: Locale): Promise<PersonActor> {
  const { ticket } = await proveNumber(phone, locale)
  const { session } = await registerApplicant({ ticket, consents: CONSENT_KEYS, locale })
  return actorOf(session.id)
}

/** By the code that was sent to it: what whoever registers, or has lost another number, goes on with. */
export async function proveNumber(phone: string, locale: Locale): Promise<{ ticket: string; address: string }> {
  const address = anAddress()
  const browser = newBrowser()
  await sendSignInCode({ phone, address, locale, browser })
  const message = (await readOutbox())?.find(({ to, template }) => to === phone && template === 'SIGN_IN_CODE')
  const code = message?.text.match(/\d{6}/)?.[0] ?? ''
  const proved = await verifySignInCode({ phone, code, address, browser })
  if (proved.step !== 'REGISTER') throw new Error('The phone is known')
  return { ticket: proved.ticket, address }
}

/** Read anew, it knows the accounts that someone joined meanwhile. */
export async function actorOf(sessionId: string): Promise<PersonActor> {
  const actor = await readSession(sessionId)
  if (!actor) throw new Error('The session is not live')
  return actor
}
