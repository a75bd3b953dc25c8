import 'server-only'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { consumeGuess, consumePasskeyChallenge } from '@/lib/accounts/limits/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { raiseSession, type StartedSession, startSession } from '../sessions/sessions'
import { lockOwner } from './lock-owner'
import { authenticationOptions, recordPasskeyUse, type UsedPasskey, verifiedAuthentication } from './passkeys'
import { refuseFactor } from './refuse-factor'
import { requireStaff, type StaffSession } from './staff-session'

/** Returns the options for a person whose session identifies them. */
export async function requestPasskey(session: StaffSession, address: string) {
  requireStaff(session)
  await consumePasskeyChallenge(address)
  return authenticationOptions('PASSKEY_CONFIRM', { sessionId: session.sessionId, userId: session.id })
}

/** Returns the options for anyone: the authenticator shows all the passkeys that it has for this portal. */
export async function requestAnyPasskey(address: string) {
  await consumePasskeyChallenge(address)
  return authenticationOptions('PASSKEY_SIGN_IN', { sessionId: null, userId: null })
}

type Answer = { response: AuthenticationResponseJSON; address: string }

/**
 * Accepts the answer of a passkey, as the step that a sign-in still requires or to confirm an identity again.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN, UNAUTHENTICATED
 */
export async function verifyPasskey(session: StaffSession, answer: Answer): Promise<StartedSession> {
  requireStaff(session)
  const used = await checkPasskey(session, answer)
  return transaction(async (tx) => {
    await recordPasskeyUse(tx, used)
    return raiseSession(tx, session, 'PASSKEY')
  })
}

/**
 * Checks the answer of a passkey that the session asked its person for; `recordPasskeyUse` records it, in the transaction of
 * what it confirms. The challenge is used up, right or wrong.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG
 */
export async function checkPasskey(
  { id: userId, sessionId }: Pick<StaffSession, 'id' | 'sessionId'>,
  { response, address }: Answer,
): Promise<UsedPasskey> {
  const guess = await consumeGuess({ address, userId })
  const used = await verifiedAuthentication('PASSKEY_CONFIRM', { sessionId, userId }, response).catch(nullIfWrong)
  if (!used) return refuseFactor(guess, userId, 'PASSKEY')
  await guess.hit()
  return used
}

/**
 * Signs a colleague in by a passkey alone, which is two factors in one.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG also when disabled, or an applicant's
 */
export function signInByPasskey(answer: Answer): Promise<StartedSession> {
  return enterByPasskey(answer, async (tx, used) => {
    const { userId } = used.passkey
    if (!(await lockOwner(tx, userId, 'STAFF'))) return null
    await recordPasskeyUse(tx, used)
    return startSession(tx, { userId, audience: 'STAFF', factors: ['PASSKEY'] })
  })
}

/**
 * Verifies the answer of anyone's passkey, and lets its owner in.
 *
 * @param enter null refuses, with the same answer as for a passkey that nobody has
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG
 */
export async function enterByPasskey<T>(
  { response, address }: Answer,
  enter: (tx: Tx, used: UsedPasskey) => Promise<T | null>,
): Promise<T> {
  const guess = await consumeGuess({ address })
  const anyone = { sessionId: null, userId: null }
  const used = await verifiedAuthentication('PASSKEY_SIGN_IN', anyone, response).catch(nullIfWrong)
  const entered = used ? await transaction((tx) => enter(tx, used)) : null
  if (entered) return entered
  if (used) return refuseFactor(guess, used.passkey.userId, 'PASSKEY')
  await guess.missed()
  throw new DomainError('FACTOR_WRONG', 'Nobody is known by it')
}

function nullIfWrong(error: unknown): null {
  if (error instanceof DomainError && error.code === 'FACTOR_WRONG') return null
  throw error
}
