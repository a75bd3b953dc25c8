import 'server-only'
import { cookies } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { decode, encode } from 'next-auth/jwt'
import { cache } from 'react'
import { describeSession } from '@/lib/accounts/describe-session'
import type { OwingSession, PersonActor } from '@/lib/auth/actor'
import { can } from '@/lib/auth/actor'
import type { Capability } from '@/lib/auth/capabilities'
import { endSession, readAnySession } from '@/lib/auth/sessions'
import { reachRequest } from '@/lib/core/current-request'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { systemKey } from '@/lib/crypto/data-keys'
import type { Audience } from '@/lib/db/generated/enums'
import { clientAddress, currentPath, userAgent } from './request'

/** `__Host-` binds the cookie to this host and to https (RFC 6265bis). */
const cookieName = () => (env().isHttps ? '__Host-zhunxin.session' : 'zhunxin.session')

/** A browser takes a `__Host-` cookie, its removal too, only with these. */
const cookieRules = () => ({ httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' }) as const

const secret = async () => (await systemKey('SESSION')).toString('base64')

/**
 * The session of who is asking: the cookie's token names a row, and the row, read on every request, says whose it is, what
 * it still owes and what they may. The token alone proves nothing.
 */
const currentSession = cache(async (): Promise<PersonActor | OwingSession | null> => {
  reachRequest()
  const token = (await cookies()).get(cookieName())?.value
  if (!token) return null
  const claims = await decode({ token, secret: await secret() }).catch(() => null)
  return typeof claims?.sid === 'string' ? readAnySession(claims.sid) : null
})

/** Who is asking. Whoever still owes a step of signing in is nobody yet. */
export async function currentActor(): Promise<PersonActor | null> {
  const session = await currentSession()
  return session?.kind === 'PERSON' ? session : null
}

/** The session of someone who still owes a step of signing in; null for everyone else. */
export async function currentOwing(): Promise<OwingSession | null> {
  const session = await currentSession()
  return session?.kind === 'OWING' ? session : null
}

/**
 * The session of staff who say who they are: half-way, or once more. Verbs of those steps take it, and no other.
 *
 * @throws DomainError UNAUTHENTICATED
 */
export async function requireSession(): Promise<PersonActor | OwingSession> {
  const session = await currentSession()
  if (!session) throw new DomainError('UNAUTHENTICATED', 'No live session')
  return session
}

/** @throws DomainError UNAUTHENTICATED */
export async function requireActor(): Promise<PersonActor> {
  const actor = await currentActor()
  if (!actor) throw new DomainError('UNAUTHENTICATED', 'No live session')
  return actor
}

/** Who is looking at a page: sent to sign in when nobody, refused when they lack the capability. A courtesy: verbs decide. */
export async function pageActor(capability: Capability): Promise<PersonActor> {
  const actor = await currentActor()
  if (!actor) return capability === 'qualification.own' ? redirectTo('/sign-in') : signInStaff()
  if (!can(actor, capability)) forbidden()
  return actor
}

/** The same of a page that all staff have, whatever they may. */
export async function pageColleague(): Promise<PersonActor> {
  const actor = await currentActor()
  if (!actor) return signInStaff()
  if (actor.audience !== 'STAFF') forbidden()
  return actor
}

/** Whoever is half-way goes on from there. */
async function signInStaff(): Promise<never> {
  return redirectTo((await currentOwing()) ? OWED_STEP_PATH : '/staff/sign-in')
}

/** Where what is still owed is given. */
export const OWED_STEP_PATH = '/staff/sign-in/step'

async function redirectTo(path: string): Promise<never> {
  return redirect(`${path}?next=${encodeURIComponent(await currentPath())}`)
}

/** Puts a session that was started into the browser's cookie. A new token each time: fixation gains nothing. */
export async function signInWith(session: { id: string; endsAt: Date }): Promise<void> {
  await describeSession(session.id, { userAgent: await userAgent(), address: await clientAddress() })
  const maxAge = Math.max(1, Math.floor((session.endsAt.getTime() - Date.now()) / 1000))
  const token = await encode({ token: { sid: session.id }, secret: await secret(), maxAge })
  ;(await cookies()).set(cookieName(), token, { ...cookieRules(), maxAge })
}

/** Ends the session, in its row and in the browser. Gives whose it was; null when nobody was signed in. */
export async function signOut(): Promise<Audience | null> {
  const session = await currentSession()
  if (session) await endSession(session, 'SIGN_OUT')
  ;(await cookies()).delete({ name: cookieName(), ...cookieRules() })
  if (!session) return null
  return session.kind === 'PERSON' && can(session, 'qualification.own') ? 'APPLICANT' : 'STAFF'
}
