import 'server-only'
import { spendCode } from '@/lib/accounts/guess-code'
import { guessOwnCode, type OwnCode, readOwnPhone } from '@/lib/accounts/own-phone'
import { readOwnName } from '@/lib/accounts/read-own-name'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { hashPassword, passwordProblem } from '@/lib/auth/passwords'
import { endSessionsIn, raiseSession, type StartedSession } from '@/lib/auth/sessions'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { requireApplicant } from '@/lib/notifications/policy'
import { shownTime } from '@/lib/notifications/shown-time'
import { tellPerson } from '@/lib/notifications/tell'

type Setting = OwnCode & { password: string }

/**
 * Sets an applicant's own password, in place of an earlier one, by a code to their phone: whoever has only their session
 * can't. All their other sessions end, this one continues under a new token, so that a copy of it ends too, and they are told.
 *
 * @throws DomainError FORBIDDEN, PASSWORD_LENGTH, PASSWORD_COMMON, PASSWORD_PERSONAL, RATE_LIMITED, CODE_WRONG,
 *   CODE_EXPIRED, CODE_NOT_HERE, UNAUTHENTICATED when the session ended meanwhile
 */
export async function setPassword(actor: PersonActor, { password, ...tried }: Setting): Promise<StartedSession> {
  requireApplicant(actor)
  const { phone } = await readOwnPhone(actor)
  const about = [phone.slice(3), (await readOwnName(actor)) ?? '', env().ZHUNXIN_PLATFORM ?? '']
  const problem = passwordProblem(password, about.filter(Boolean))
  if (problem) throw new DomainError(problem, 'Not a password to have', { subjectId: actor.id })
  const codeId = await guessOwnCode(actor, tried)
  const passwordHash = await hashPassword(password)
  return transaction(async (tx) => {
    await spendCode(tx, codeId)
    await changePassword(tx, actor, passwordHash)
    await recordAudit(tx, actor, { action: 'password.set', subjectId: actor.id, data: {} })
    return raiseSession(tx, actor, 'SMS_CODE')
  })
}

/**
 * From then on a code is the only way in. The other sessions end, too, and this one gets a new token.
 *
 * @throws DomainError FORBIDDEN, INVALID_STATE when there is none, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, UNAUTHENTICATED
 */
export async function removePassword(actor: PersonActor, tried: OwnCode): Promise<StartedSession> {
  requireApplicant(actor)
  const codeId = await guessOwnCode(actor, tried)
  return transaction(async (tx) => {
    await spendCode(tx, codeId)
    await changePassword(tx, actor, null)
    await recordAudit(tx, actor, { action: 'password.removed', subjectId: actor.id, data: {} })
    return raiseSession(tx, actor, 'SMS_CODE')
  })
}

/** Of staff, whose password is another matter, it changes nothing. */
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
  await tellPerson(tx, { userId: actor.id, template: 'PASSWORD_CHANGED', params: { at } })
}
