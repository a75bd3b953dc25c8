import 'server-only'
import { lockAdministrators, requireActing } from '@/lib/accounts/administrators'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { openRequests, visibleRequests } from './consent-requests'
import type { DecideExportInput } from './schemas'

/**
 * Allows, as a second administrator, an unmasked list that another requested, so that the worker writes it; or refuses
 * it. Its rows are limited to those that were shown here.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN for the person who requested it, FRESH_FACTOR_NEEDED, INVALID_STATE when it
 *   was
 * decided, is overdue or its requester may no longer request it
 */
export async function decideExport(actor: PersonActor, { exportId: id, decision }: DecideExportInput): Promise<void> {
  await transaction(async (tx) => {
    const found = await tx.export.findFirst({ where: { AND: [{ id }, visibleRequests(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such list')
    if (found.askedById === actor.id) throw new DomainError('FORBIDDEN', 'Not a second one', { subjectId: id })
    await requireFreshFactor(tx, actor, id)
    await lockAdministrators(tx)
    await requireActing(tx, actor, id)
    const decided = { decidedById: actor.id, decidedAt: await databaseTime(tx) }
    const { count } = await tx.export.updateMany({
      where: { AND: [{ id }, await openRequests(tx)] },
      data:
        decision === 'ALLOW'
          ? { state: 'WAITING', ...decided }
          : { state: 'REFUSED', finishedAt: decided.decidedAt, ...decided },
    })
    if (count !== 1) throw new DomainError('INVALID_STATE', 'No longer waits', { subjectId: id })
    const action = decision === 'ALLOW' ? 'export.allowed' : 'export.refused'
    await recordAudit(tx, actor, { action, subjectId: id, data: { rows: found.expected } }, { using: 'report.unmask' })
  })
}
