import 'server-only'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Confirm } from '@/lib/accounts/confirmed-act'
import { consumePasskeyChallenge } from '@/lib/accounts/limits/request-limits'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { spendCode } from './codes/check-code'
import { checkOwnCode } from './codes/own-phone'
import { lockOwner } from './factors/lock-owner'
import { authenticationOptions, recordPasskeyUse } from './factors/passkeys'
import { checkPasskey } from './factors/verify-passkey'
import { raiseSession } from './sessions/sessions'

/** An applicant sent this with an act. */
export type SentWithAct = {
  code?: string | undefined
  response?: AuthenticationResponseJSON | undefined
  address: string
  browser: string | null
}

/**
 * Makes what confirms one act of an applicant's: a code to their own phone that was requested for this act, or a
 * passkey. Either is used up with the act, and the session continues under a new token, so that a copy of it stops
 * working.
 *
 * The act throws DomainError FORBIDDEN for sessions that may not do such acts at all, FRESH_CODE_NEEDED when nothing
 * was sent, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, FACTOR_WRONG, UNAUTHENTICATED when the session
 * closed meanwhile.
 */
export function confirmBy(actor: PersonActor, { code, response, address, browser }: SentWithAct): Confirm {
  return async (act, subjectId) => {
    requireApplicant(actor, subjectId)
    if (response) {
      const used = await checkPasskey(actor, { response, address })
      return async (tx) => {
        const isTheirs = await lockOwner(tx, actor.id, 'APPLICANT')
        if (!isTheirs) throw new DomainError('FACTOR_WRONG', 'Not a passkey of an applicant', { subjectId })
        await recordPasskeyUse(tx, used)
        return raiseSession(tx, actor, 'PASSKEY')
      }
    }
    if (code === undefined) throw new DomainError('FRESH_CODE_NEEDED', 'Nothing confirms it', { subjectId })
    const codeId = await checkOwnCode(actor, act, { code, address, browser })
    return async (tx) => {
      await spendCode(tx, codeId)
      return raiseSession(tx, actor, 'SMS_CODE')
    }
  }
}

/**
 * Returns the options with which an applicant's browser uses a passkey to confirm an act.
 *
 * @throws DomainError FORBIDDEN, RATE_LIMITED
 */
export async function requestOwnPasskey(actor: PersonActor, address: string) {
  requireApplicant(actor)
  await consumePasskeyChallenge(address)
  return authenticationOptions('PASSKEY_CONFIRM', { sessionId: actor.sessionId, userId: actor.id })
}

/**
 * Says whether the actor can confirm an act by a passkey of an applicant's.
 *
 * @throws DomainError FORBIDDEN
 */
export async function hasOwnPasskey(actor: PersonActor): Promise<boolean> {
  requireApplicant(actor)
  return (await database().passkey.count({ where: { userId: actor.id, user: { emailIndex: null } } })) > 0
}
