import 'server-only'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { consumePasskey, consumePasskeyChallenge } from '@/lib/accounts/limits/request-limits'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { rememberStaffDevice, type SessionOnDevice } from '../sessions/session-on-device'
import { raiseSession, startSession } from '../sessions/sessions'
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

/** The secret of the browser, if it has one. */
type OnDevice = { device: string | null }

/**
 * Accepts the answer of a passkey, as the step that a sign-in still requires or to confirm an identity again.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN, UNAUTHENTICATED
 */
export async function verifyPasskey(
  session: StaffSession,
  { device, ...answer }: Answer & OnDevice,
): Promise<SessionOnDevice> {
  requireStaff(session)
  const userId = session.id
  const used = await checkPasskey(session, answer)
  return transaction(async (tx) => {
    await recordPasskeyUse(tx, used)
    return rememberStaffDevice(tx, await raiseSession(tx, session, 'PASSKEY'), { userId, device })
  })
}

/**
 * Checks the answer of a passkey that the session asked its person for; `recordPasskeyUse` records it, in the
 * transaction of what it confirms. The challenge is used up, right or wrong. Nobody guesses one: no count of an account
 * limits it, which others could use up.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG
 */
export async function checkPasskey(
  { id: userId, sessionId }: Pick<StaffSession, 'id' | 'sessionId'>,
  { response, address }: Answer,
): Promise<UsedPasskey> {
  await consumePasskey(address)
  const used = await verifiedAuthentication('PASSKEY_CONFIRM', { sessionId, userId }, response).catch(nullIfWrong)
  return used ?? refuseFactor(null, userId, 'PASSKEY')
}

/**
 * Signs a colleague in by a passkey alone, which is two factors in one.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG also when disabled, or an applicant's
 */
export function signInByPasskey({ device, ...answer }: Answer & OnDevice): Promise<SessionOnDevice> {
  return enterByPasskey(answer, async (tx, used) => {
    const { userId } = used.passkey
    if (!(await lockOwner(tx, userId, 'STAFF'))) return null
    await recordPasskeyUse(tx, used)
    const session = await startSession(tx, { userId, audience: 'STAFF', factors: ['PASSKEY'] })
    return session && rememberStaffDevice(tx, session, { userId, device })
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
  await consumePasskey(address)
  const anyone = { sessionId: null, userId: null }
  const used = await verifiedAuthentication('PASSKEY_SIGN_IN', anyone, response).catch(nullIfWrong)
  const entered = used ? await transaction((tx) => enter(tx, used)) : null
  if (entered) return entered
  if (used) return refuseFactor(null, used.passkey.userId, 'PASSKEY')
  throw new DomainError('FACTOR_WRONG', 'Nobody is known by it')
}

function nullIfWrong(error: unknown): null {
  if (error instanceof DomainError && error.code === 'FACTOR_WRONG') return null
  throw error
}
