import 'server-only'
import { requireConsents } from '@/lib/accounts/require-consents'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime } from '@/lib/db/client'
import { refuseWhileCoolingOff } from './cooling-off'
import { refuseOverQuota } from './draft-quota'
import { mayRenew, mayWithdraw } from './lifecycle'
import { lockOwnAccount } from './lock-own-account'
import { makeDraft, withFreeReference } from './new-draft'
import { isOwn, visibleTo } from './policy'
import type { QualificationInput } from './schemas'

/**
 * Begins the one that is to follow an approved qualification near its end, or an expired one: a draft under the current
 * rules with its answers and those of its documents that still hold. While one is on its way, that one is answered.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, CONSENT_MISSING (also of who made it), INVALID_STATE when it isn't near its
 * end, or was renewed, COOLING_OFF, TOO_MANY_DRAFTS, RATE_LIMITED
 */
export async function renewQualification(actor: PersonActor, { qualificationId }: QualificationInput) {
  return withFreeReference(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id: qualificationId }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    const subjectId = qualificationId
    if (!isOwn(actor, found)) throw new DomainError('FORBIDDEN', 'Not of their account', { subjectId })
    const { accountId, kind } = found
    await requireConsents(tx, [actor.id, found.createdById], subjectId)
    await lockOwnAccount(tx, actor, accountId)
    const renewal = await tx.qualification.findFirst({
      where: { renewsId: found.id, status: { notIn: ['REJECTED', 'WITHDRAWN'] } },
    })
    if (renewal && mayWithdraw(renewal.status)) return { id: renewal.id, reference: renewal.reference }
    const current = await tx.qualification.findUniqueOrThrow({ where: { id: found.id } })
    if (renewal || !mayRenew(current, await databaseTime(tx))) {
      throw new DomainError('INVALID_STATE', 'Not near its end, or renewed', { subjectId })
    }
    await refuseWhileCoolingOff(tx, accountId, kind)
    await refuseOverQuota(tx, accountId)
    const { id, ...data } = await makeDraft(tx, actor, { accountId, kind, renewsId: found.id, from: found })
    const event = { action: 'qualification.renewal_begun', subjectId: id, data: { ...data, renews: found.id } } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    return { id, reference: data.reference }
  })
}
