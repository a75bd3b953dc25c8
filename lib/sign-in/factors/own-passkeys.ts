import 'server-only'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { consumePasskeyChallenge } from '@/lib/accounts/limits/request-limits'
import { notifyPerson } from '@/lib/accounts/notices/notify'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import { shownTime } from '@/lib/accounts/notices/shown-time'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { maskPhone } from '@/lib/core/masking'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { spendCode } from '../codes/check-code'
import { checkOwnCode, type OwnCode, readOwnPhone } from '../codes/own-phone'
import { keepOnlyDevice, type RememberedDevice } from '../sessions/devices'
import { endSessionsIn } from '../sessions/end-sessions'
import type { SessionOnDevice } from '../sessions/session-on-device'
import { raiseSession } from '../sessions/sessions'
import { lockOwner } from './lock-owner'
import { registrationOptions, verifiedRegistration } from './passkeys'
import { storePasskey } from './store-passkey'

/**
 * Returns the options with which an applicant's browser creates a passkey. A code to their phone is checked first, and
 * used up only once the passkey is stored: a person who cancels tries again with the same one.
 *
 * @throws DomainError FORBIDDEN, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE
 */
export async function offerOwnPasskey(actor: PersonActor, tried: OwnCode) {
  requireApplicant(actor)
  await consumePasskeyChallenge(tried.address)
  await checkOwnCode(actor, 'PASSKEYS', tried)
  const { phone } = await readOwnPhone(actor)
  const { id, sessionId } = actor
  return registrationOptions({ id, sessionId, account: maskPhone(phone), name: '' })
}

type Adding = OwnCode & { name: string; response: RegistrationResponseJSON }

/**
 * Stores a new passkey of an applicant's, by a code to their phone: a stolen session is not enough. The session
 * continues under a new token, and they are notified.
 *
 * @throws DomainError FORBIDDEN, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, FACTOR_WRONG, PASSKEYS_FULL,
 * INVALID_STATE for staff, UNAUTHENTICATED when the session closed meanwhile
 */
export async function addOwnPasskey(
  actor: PersonActor,
  { name, response, ...tried }: Adding,
): Promise<SessionOnDevice> {
  requireApplicant(actor)
  const codeId = await checkOwnCode(actor, 'PASSKEYS', tried)
  const made = await verifiedRegistration(actor.sessionId, response)
  return change(actor, codeId, async (tx) => {
    const factorId = await storePasskey(tx, actor.id, { name, made })
    const data = { factor: 'PASSKEY', factorId }
    await recordAudit(tx, actor, { action: 'factor.added', subjectId: actor.id, data })
    return null
  })
}

/**
 * Removes a passkey of an applicant's, by a code to their phone. Their other sessions are closed, which it may have
 * started, their other browsers are no longer known, and they are notified.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, UNAUTHENTICATED
 */
export async function removeOwnPasskey(
  actor: PersonActor,
  { passkeyId, device, ...tried }: OwnCode & { passkeyId: string; device: string | null },
): Promise<SessionOnDevice> {
  requireApplicant(actor)
  const codeId = await checkOwnCode(actor, 'PASSKEYS', tried)
  return change(actor, codeId, async (tx) => {
    const { count } = await tx.passkey.deleteMany({ where: { AND: [{ id: passkeyId }, { userId: actor.id }] } })
    if (count !== 1) throw new DomainError('NOT_FOUND', 'No such passkey of theirs')
    const data = { factor: 'PASSKEY', factorId: passkeyId }
    await recordAudit(tx, actor, { action: 'factor.removed', subjectId: actor.id, data })
    await endSessionsIn(tx, actor, { userId: actor.id, exceptId: actor.sessionId }, 'FACTORS_RESET')
    return keepOnlyDevice(tx, actor.id, device)
  })
}

/** Uses the code up, locks the person, makes the change, and notifies them. */
function change(
  actor: PersonActor,
  codeId: string,
  make: (tx: Tx) => Promise<RememberedDevice | null>,
): Promise<SessionOnDevice> {
  return transaction(async (tx) => {
    await spendCode(tx, codeId)
    if (!(await lockOwner(tx, actor.id, 'APPLICANT'))) throw new DomainError('INVALID_STATE', 'No applicant by phone')
    const device = await make(tx)
    const at = shownTime(await databaseTime(tx))
    await notifyPerson(tx, { userId: actor.id, template: 'PASSKEYS_CHANGED', params: { at } })
    return { ...(await raiseSession(tx, actor, 'SMS_CODE')), device }
  })
}
