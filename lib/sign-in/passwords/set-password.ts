import 'server-only'
import { notifyPerson } from '@/lib/accounts/notices/notify'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import { shownTime } from '@/lib/accounts/notices/shown-time'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { spendCode } from '../codes/check-code'
import { checkOwnCode, type OwnCode, readOwnPhone } from '../codes/own-phone'
import { readOwnName } from '../read-own-name'
import { endSessionsIn } from '../sessions/end-sessions'
import { continueAlone, type SessionOnDevice } from '../sessions/session-on-device'
import { hashPassword, passwordProblem } from './passwords'

type InBrowser = OwnCode & { device: string | null }
type Setting = InBrowser & { password: string }

/**
 * Sets an applicant's own password, or replaces it, by a code to their phone: a stolen session is not enough. All their
 * other sessions are closed and their other browsers no longer known, this session continues under a new token, so that
 * a copy of it stops working too, and they are notified.
 *
 * @throws DomainError FORBIDDEN, PASSWORD_LENGTH, PASSWORD_COMMON, PASSWORD_PERSONAL, RATE_LIMITED, CODE_WRONG,
 * CODE_EXPIRED, CODE_NOT_HERE, UNAUTHENTICATED when the session closed meanwhile
 */
export async function setPassword(
  actor: PersonActor,
  { password, device, ...tried }: Setting,
): Promise<SessionOnDevice> {
  requireApplicant(actor)
  const { phone } = await readOwnPhone(actor)
  const about = [phone.slice(3), (await readOwnName(actor)) ?? '', env().ZHUNXIN_PLATFORM ?? '']
  const problem = passwordProblem(password, about.filter(Boolean))
  if (problem) throw new DomainError(problem, 'Not a password to have', { subjectId: actor.id })
  const codeId = await checkOwnCode(actor, 'PASSWORD', tried)
  const passwordHash = await hashPassword(password)
  return transaction(async (tx) => {
    await spendCode(tx, codeId)
    await changePassword(tx, actor, passwordHash)
    await recordAudit(tx, actor, { action: 'password.set', subjectId: actor.id, data: {} })
    return continueAlone(tx, actor, { factor: 'SMS_CODE', device })
  })
}

/**
 * Removes the password, after which a code is the only way to sign in. The other sessions are closed too, other
 * browsers no longer known, and this session gets a new token.
 *
 * @throws DomainError FORBIDDEN, INVALID_STATE when there is none, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED,
 * UNAUTHENTICATED
 */
export async function removePassword(actor: PersonActor, { device, ...tried }: InBrowser): Promise<SessionOnDevice> {
  requireApplicant(actor)
  const codeId = await checkOwnCode(actor, 'PASSWORD', tried)
  return transaction(async (tx) => {
    await spendCode(tx, codeId)
    await changePassword(tx, actor, null)
    await recordAudit(tx, actor, { action: 'password.removed', subjectId: actor.id, data: {} })
    return continueAlone(tx, actor, { factor: 'SMS_CODE', device })
  })
}

/** Changes the password of an applicant. For staff, whose passwords are set elsewhere, it changes nothing. */
async function changePassword(tx: Tx, actor: PersonActor, passwordHash: string | null): Promise<void> {
  const had = passwordHash === null ? { passwordHash: { not: null } } : {}
  const { count } = await tx.user.updateMany({
    where: { AND: [{ id: actor.id, emailIndex: null }, had] },
    data: { passwordHash },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'No password of an applicant', { subjectId: actor.id })
  const others = { userId: actor.id, exceptId: actor.sessionId }
  await endSessionsIn(tx, actor, others, 'PASSWORD_CHANGED')
  const at = shownTime(await databaseTime(tx))
  await notifyPerson(tx, { userId: actor.id, template: 'PASSWORD_CHANGED', params: { at } })
}
