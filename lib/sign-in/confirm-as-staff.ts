import 'server-only'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Confirm } from '@/lib/accounts/confirmed-act'
import type { PersonActor } from '@/lib/actor/actor'
import { recordPasskeyUse } from './factors/passkeys'
import { requireStaff } from './factors/staff-session'
import { checkPasskey } from './factors/verify-passkey'
import { checkRecoveryCode } from './factors/verify-recovery-code'
import { checkTotp } from './factors/verify-totp'
import { raiseSession } from './sessions/sessions'

/** A second factor that was sent with an act. */
export type FactorWithAct =
  | { way: 'TOTP' | 'RECOVERY_CODE'; code: string }
  | { way: 'PASSKEY'; response: AuthenticationResponseJSON }

/**
 * Makes what confirms one act of a member of staff: a second factor, which is used up with the act.
 *
 * The act throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN, UNAUTHENTICATED.
 */
export function confirmByFactor(
  actor: PersonActor,
  factor: FactorWithAct,
  { address, device }: { address: string; device: string | null },
): Confirm {
  return async () => {
    requireStaff(actor)
    if (factor.way === 'PASSKEY') {
      const used = await checkPasskey(actor, { response: factor.response, address })
      return async (tx) => {
        await recordPasskeyUse(tx, used)
        return raiseSession(tx, actor, 'PASSKEY')
      }
    }
    const check = factor.way === 'TOTP' ? checkTotp : checkRecoveryCode
    return check(actor, { code: factor.code, address, device })
  }
}
