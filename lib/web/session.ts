import 'server-only'
import { cookies } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import type { IncompleteSession, PersonActor } from '@/lib/actor/actor'
import { can } from '@/lib/actor/actor'
import { APPLICANT_CAPABILITIES, type Capability } from '@/lib/actor/capabilities'
import { reachRequest } from '@/lib/core/current-request'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import type { Audience } from '@/lib/db/generated/enums'
import { describeSession } from '@/lib/sign-in/sessions/describe-session'
import { endSession } from '@/lib/sign-in/sessions/end-sessions'
import { readAnySession } from '@/lib/sign-in/sessions/sessions'
import { readActingSession } from './actions/action-limits'
import { sessionCookie } from './cookies/cookies'
import { storeDevice } from './cookies/device'
import { clientAddress, currentPath, userAgent } from './request'
import { openToken, sealToken } from './session-token'

const cookieName = () => sessionCookie(env().isHttps)

/** Returns the rules without which a browser refuses a `__Host-` cookie, its removal too. */
const cookieRules = () => ({ httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' }) as const

/**
 * The session of who is asking: the cookie's token names a row, and the row, read on every request, says whose it is,
 * what it still owes and what they may. The token alone proves nothing.
 */
const currentSession = cache(async (): Promise<PersonActor | IncompleteSession | null> => {
  const sessionId = await currentSessionId()
  return sessionId === null ? null : readAnySession(sessionId)
})

async function currentSessionId(): Promise<string | null> {
  reachRequest()
  const token = (await cookies()).get(cookieName())?.value
  return token ? openToken(token) : null
}

/** Returns the signed-in person; null while a step of signing in is pending. */
export async function currentActor(): Promise<PersonActor | null> {
  const session = await currentSession()
  return session?.kind === 'PERSON' ? session : null
}

/** Returns the session of someone with a pending step of signing in; null for everyone else. */
export async function currentIncomplete(): Promise<IncompleteSession | null> {
  const session = await currentSession()
  return session?.kind === 'INCOMPLETE' ? session : null
}

/**
 * Returns the session of staff who confirm their identity: half-way, or again. Only verbs of those steps take it.
 *
 * @throws DomainError UNAUTHENTICATED
 */
export async function requireSession(): Promise<PersonActor | IncompleteSession> {
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

/**
 * Returns the signed-in person who is about to change something, and counts that.
 *
 * @throws DomainError UNAUTHENTICATED, RATE_LIMITED
 */
export async function requireActing(): Promise<PersonActor> {
  const sessionId = await currentSessionId()
  const session = sessionId === null ? null : await readActingSession(sessionId)
  if (session?.kind !== 'PERSON') throw new DomainError('UNAUTHENTICATED', 'No live session')
  return session
}

const OF_APPLICANTS: ReadonlySet<Capability> = new Set(APPLICANT_CAPABILITIES)

/**
 * Returns the viewer of a page: nobody is redirected to sign in, a person without the capability is refused. It is a
 * courtesy: verbs decide.
 */
export async function pageActor(capability: Capability): Promise<PersonActor> {
  const actor = await currentActor()
  if (!actor) return OF_APPLICANTS.has(capability) ? redirectTo('/sign-in') : signInStaff()
  if (!can(actor, capability)) forbidden()
  return actor
}

/** Returns the viewer of a page that all staff have, regardless of their rights. */
export async function pageColleague(): Promise<PersonActor> {
  const actor = await currentActor()
  if (!actor) return signInStaff()
  if (actor.audience !== 'STAFF') forbidden()
  return actor
}

/** Redirects a person to the sign-in, or to their pending step. */
async function signInStaff(): Promise<never> {
  return redirectTo((await currentIncomplete()) ? PENDING_STEP_PATH : '/staff/sign-in')
}

export const PENDING_STEP_PATH = '/staff/sign-in/step'

async function redirectTo(path: string): Promise<never> {
  return redirect(`${path}?next=${encodeURIComponent(await currentPath())}`)
}

/** A session that was started, and the secret by which its browser is known from now on, if there is a new one. */
export type ForBrowser = { id: string; endsAt: Date; device?: { secret: string } | null }

/** Puts a session that was started into the browser's cookies. A new token each time: fixation gains nothing. */
export async function signInWith(session: ForBrowser): Promise<void> {
  await describeSession(session.id, { userAgent: await userAgent(), address: await clientAddress() })
  const maxAge = Math.max(1, Math.floor((session.endsAt.getTime() - Date.now()) / 1000))
  const token = await sealToken(session.id, maxAge)
  ;(await cookies()).set(cookieName(), token, { ...cookieRules(), maxAge })
  if (session.device) await storeDevice(session.device)
}

/** Ends the session, in its row and in the browser. Gives whose it was; null when nobody was signed in. */
export async function signOut(): Promise<Audience | null> {
  const session = await currentSession()
  if (session) await endSession(session, 'SIGN_OUT')
  ;(await cookies()).delete({ name: cookieName(), ...cookieRules() })
  if (!session) return null
  return session.kind === 'PERSON' && can(session, 'qualification.own') ? 'APPLICANT' : 'STAFF'
}
