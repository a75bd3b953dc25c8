import 'server-only'
import type { Confirm, ConfirmedAct } from '@/lib/accounts/confirmed-act'
import { CONSENT_KEYS } from '@/lib/accounts/consents/consents'
import type { PersonActor } from '@/lib/actor/actor'
import { SECOND } from '@/lib/core/clock'
import type { Locale } from '@/lib/core/languages/locales'
import { databaseTime } from '@/lib/db/client'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { readOwnPhone, sendOwnCode } from '@/lib/sign-in/codes/own-phone'
import { sendSignInCode } from '@/lib/sign-in/codes/send-sign-in-code'
import { newBrowser } from '@/lib/sign-in/codes/sign-in-codes'
import { verifySignInCode } from '@/lib/sign-in/codes/verify-sign-in-code'
import { confirmBy } from '@/lib/sign-in/confirm-act'
import { offerTotp, setUpTotp } from '@/lib/sign-in/factors/set-up-totp'
import { codeOfStep, STEP_SECONDS } from '@/lib/sign-in/factors/totp'
import { registerApplicant } from '@/lib/sign-in/register-applicant'
import { readAnySession, readSession } from '@/lib/sign-in/sessions/sessions'
import { acceptInvitation } from '@/lib/staff/invitations/accept-invitation'
import { inviteStaff } from '@/lib/staff/invitations/invite-staff'
import { issueFirstAdministratorLink } from '@/lib/staff/issue-first-administrator-link'
import { DEMO_STAFF, type StaffKey } from './cast'

/** People come in as everyone does: staff by a link, applicants by a code that they read. */

let visitors = 0
/**
 * Returns an address in a network of its own (RFC 5737 and 2544: addresses of nobody), so that limits by network hold
 * nobody up.
 */
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
  const incomplete = await readAnySession(session.id)
  if (incomplete?.kind !== 'INCOMPLETE') throw new Error('No second factor is required')
  const { secret } = await offerTotp(incomplete)
  const code = codeOfStep(secret, Math.floor((await databaseTime()).getTime() / SECOND / STEP_SECONDS))
  const { session: signedIn } = await setUpTotp(incomplete, { code, address, device: null })
  return actorOf(signedIn.id)
}

/** @param phone E.164, that nobody has yet */
export async function register(phone: string, locale: Locale): Promise<PersonActor> {
  const { ticket } = await proveNumber(phone, locale)
  const { session } = await registerApplicant({ ticket, consents: CONSENT_KEYS, locale })
  return actorOf(session.id)
}

/**
 * Proves a number by the code that was sent to it. The ticket registers its owner, or recovers an account of another
 * number.
 */
export async function proveNumber(phone: string, locale: Locale): Promise<{ ticket: string; address: string }> {
  const address = anAddress()
  const browser = newBrowser()
  await sendSignInCode({ phone, address, locale, browser })
  const proved = await verifySignInCode({ phone, code: await codeSentTo(phone), address, browser })
  if (proved.step !== 'REGISTER') throw new Error('The phone is known')
  return { ticket: proved.ticket, address }
}

/** Confirms an act of theirs by the code that was sent to them for it. */
export async function confirmAs(actor: PersonActor, act: ConfirmedAct): Promise<Confirm> {
  const [address, browser] = [anAddress(), newBrowser()]
  await sendOwnCode(actor, { act, address, browser })
  const { phone } = await readOwnPhone(actor)
  return confirmBy(actor, { code: await codeSentTo(phone), address, browser })
}

async function codeSentTo(phone: string): Promise<string> {
  const message = (await readOutbox())?.find(({ to, template }) => to === phone && template === 'SIGN_IN_CODE')
  return message?.text.match(/\d{6}/)?.[0] ?? ''
}

/** Reads the session again, so that the actor has the accounts that the person joined meanwhile. */
export async function actorOf(sessionId: string): Promise<PersonActor> {
  const actor = await readSession(sessionId)
  if (!actor) throw new Error('The session is not live')
  return actor
}
