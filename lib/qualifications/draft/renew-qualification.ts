import 'server-only'
import { requireConsentsOfMakers } from '@/lib/accounts/consents/require-consents'
import { type AccountActor, personIdOf } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime } from '@/lib/db/client'
import { mayRenew, mayWithdraw } from '../lifecycle'
import { isOwn, visibleTo } from '../policy'
import type { QualificationInput } from '../schemas'
import { refuseWhileCoolingOff } from './cooling-off'
import { refuseOverQuota } from './draft-quota'
import { lockOwnAccount } from './lock-own-account'
import { makeDraft, withFreeReference } from './new-draft'

/**
 * Starts the renewal of an approved qualification near its end, or of an expired one: a draft under the current rules
 * with its answers and those of its documents that are still valid. While there is a renewal, that one is returned.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, CONSENT_MISSING (also of its maker), INVALID_STATE when it isn't near its
 * end, or was renewed, COOLING_OFF, TOO_MANY_DRAFTS, RATE_LIMITED
 */
export async function renewQualification(actor: AccountActor, { qualificationId }: QualificationInput) {
  return withFreeReference(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id: qualificationId }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    const subjectId = qualificationId
    if (!isOwn(actor, found)) throw new DomainError('FORBIDDEN', 'Not of their account', { subjectId })
    const { accountId, kind } = found
    await requireConsentsOfMakers(tx, 'APPLY', accountId, [personIdOf(actor), found.createdById], subjectId)
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
