import 'server-only'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { DomainError } from '@/lib/core/errors'
import { lockOwner } from './factors/lock-owner'
import { sealPasskeyTicket } from './factors/passkey-ticket'
import { recordPasskeyUse } from './factors/passkeys'
import { enterByPasskey } from './factors/verify-passkey'
import { signInOrConfirm } from './sign-in-on-device'

type Answer = { response: AuthenticationResponseJSON; address: string; device: string | null }

/**
 * Signs in an applicant by a passkey, on a browser that was not seen before only after the ending of an ID number, as
 * after a code. There is one answer whether nobody has it, it is a colleague's, or its owner is disabled or has no
 * number any more.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, IDENTITY_LOCKED
 */
export function signInApplicantByPasskey({ device, ...answer }: Answer) {
  return enterByPasskey(answer, async (tx, used) => {
    const { id: passkeyId, userId } = used.passkey
    const owner = await lockOwner(tx, userId, 'APPLICANT')
    if (!owner) return null
    if (owner.isLocked) throw new DomainError('IDENTITY_LOCKED', 'Too many misses')
    const usedAt = await recordPasskeyUse(tx, used)
    const ticket = () => sealPasskeyTicket({ passkeyId, usedAt })
    return signInOrConfirm(tx, { userId, device, factor: 'PASSKEY', ticket })
  })
}
