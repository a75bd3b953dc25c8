import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import type { LiftLegalHoldInput } from './hold-schemas'
import { mayHold } from './legal-holds'

/**
 * Lifts a legal hold: what is due is erased at the next scheduled run.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an account of one's own), FRESH_FACTOR_NEEDED, INVALID_STATE when
 * it was lifted, CONFLICT when it changed since it was read
 */
export function liftLegalHold(actor: PersonActor, { holdId }: LiftLegalHoldInput) {
  return transaction(async (tx) => {
    const found = can(actor, 'privacy.read')
      ? await tx.legalHold.findUnique({ where: { id: holdId }, include: { qualification: true } })
      : null
    if (!found) throw new DomainError('NOT_FOUND', 'No such hold')
    const { qualificationId, qualification } = found
    const accountId = found.accountId ?? qualification?.accountId
    if (!accountId) throw new Error(`The hold ${holdId} lies on nothing`)
    const subjectId = accountId
    if (!mayHold(actor, { accountId })) throw new DomainError('FORBIDDEN', 'Not theirs to lift', { subjectId })
    await requireFreshFactor(tx, actor, subjectId)
    if (found.liftedAt) throw new DomainError('INVALID_STATE', 'Lifted', { subjectId })
    const { count } = await tx.legalHold.updateMany({
      where: { id: holdId, liftedAt: null },
      data: { liftedAt: await databaseTime(tx), liftedById: actor.id },
    })
    if (count !== 1) throw new DomainError('CONFLICT', 'Lifted since it was read', { subjectId })
    const data = { holdId, qualificationId }
    await recordAudit(tx, actor, { action: 'legal_hold.lifted', subjectId, data }, { using: 'privacy.manage' })
    return { holdId, qualificationId }
  })
}
