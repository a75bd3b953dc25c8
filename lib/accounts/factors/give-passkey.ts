import 'server-only'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { takeGuess, takePasskeyChallenge } from '@/lib/auth/rate-limits'
import { raiseSession, type StartedSession, startSession } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { authenticationOptions, notePasskeyUse, verifiedAuthentication } from './passkeys'
import { refuseFactor } from './refuse-factor'
import { requireStaff, type StaffSession } from './staff-session'

/** What the browser asks an authenticator, of someone whose session tells who they are. */
export async function askForPasskey(session: StaffSession, address: string) {
  requireStaff(session)
  await takePasskeyChallenge(address)
  return authenticationOptions('PASSKEY_CONFIRM', { sessionId: session.sessionId, userId: session.id })
}

/** What the browser asks an authenticator, of anyone at all: it shows whichever passkeys it has for this portal. */
export async function askForAnyPasskey(address: string) {
  await takePasskeyChallenge(address)
  return authenticationOptions('PASSKEY_SIGN_IN', { sessionId: null, userId: null })
}

type Answer = { response: AuthenticationResponseJSON; address: string }

/**
 * Takes the answer of a passkey, as the step that a sign-in owes or to say once more who one is.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN, UNAUTHENTICATED
 */
export async function givePasskey(session: StaffSession, { response, address }: Answer): Promise<StartedSession> {
  requireStaff(session)
  const { id: userId, sessionId } = session
  const guess = await takeGuess({ address, userId })
  const used = await verifiedAuthentication('PASSKEY_CONFIRM', { sessionId, userId }, response).catch(nullIfWrong)
  if (!used) return refuseFactor(guess, userId, 'PASSKEY')
  const raised = await transaction(async (tx) => {
    await notePasskeyUse(tx, used)
    return raiseSession(tx, session, 'PASSKEY')
  })
  await guess.hit()
  return raised
}

/**
 * Signs someone in by a passkey and nothing else: it is two factors in one.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG also when disabled
 */
export async function signInByPasskey({ response, address }: Answer): Promise<StartedSession> {
  const guess = await takeGuess({ address })
  const anyone = { sessionId: null, userId: null }
  const used = await verifiedAuthentication('PASSKEY_SIGN_IN', anyone, response).catch(nullIfWrong)
  const session = used
    ? await transaction(async (tx) => {
        await notePasskeyUse(tx, used)
        return startSession(tx, { userId: used.passkey.userId, audience: 'STAFF', factors: ['PASSKEY'] })
      })
    : null
  if (session) return session
  if (used) return refuseFactor(guess, used.passkey.userId, 'PASSKEY')
  await guess.missed()
  throw new DomainError('FACTOR_WRONG', 'Nobody is known by it')
}

function nullIfWrong(error: unknown): null {
  if (error instanceof DomainError && error.code === 'FACTOR_WRONG') return null
  throw error
}
