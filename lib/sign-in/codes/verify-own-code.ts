import 'server-only'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { raiseSession, type StartedSession } from '../sessions/sessions'
import { spendCode } from './check-code'
import { checkOwnCode, type OwnCode } from './own-phone'

/**
 * Confirms the actor's identity by a code to their own phone (`sendOwnCode`). The session continues under a new token
 * and the old one expires, so that a copy of it stops working too.
 *
 * @throws DomainError FORBIDDEN, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, UNAUTHENTICATED when the
 * session closed meanwhile
 */
export async function verifyOwnCode(actor: PersonActor, tried: OwnCode): Promise<StartedSession> {
  requireApplicant(actor)
  const codeId = await checkOwnCode(actor, tried)
  return transaction(async (tx) => {
    await spendCode(tx, codeId)
    return raiseSession(tx, actor, 'SMS_CODE')
  })
}
