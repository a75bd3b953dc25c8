import 'server-only'
import { spendCode } from '@/lib/accounts/guess-code'
import { guessOwnCode, type OwnCode } from '@/lib/accounts/own-phone'
import type { PersonActor } from '@/lib/auth/actor'
import { raiseSession, type StartedSession } from '@/lib/auth/sessions'
import { transaction } from '@/lib/db/client'
import { requireApplicant } from '@/lib/notifications/policy'

/**
 * Confirms who one is by a code to one's own phone (`sendOwnCode`). The session continues under a new token and the old one
 * expires, so that a copy of it does too.
 *
 * @throws DomainError FORBIDDEN, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, UNAUTHENTICATED when it ended meanwhile
 */
export async function giveOwnCode(actor: PersonActor, tried: OwnCode): Promise<StartedSession> {
  requireApplicant(actor)
  const codeId = await guessOwnCode(actor, tried)
  return transaction(async (tx) => {
    await spendCode(tx, codeId)
    return raiseSession(tx, actor, 'SMS_CODE')
  })
}
