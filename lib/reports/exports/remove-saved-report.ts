import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'

/** Removes one's own definition; exports that were made by it remain. @throws DomainError NOT_FOUND */
export async function removeSavedReport(actor: PersonActor, { savedReportId: id }: { savedReportId: string }) {
  await transaction(async (tx) => {
    const { count } = await tx.savedReport.deleteMany({ where: { id, ownerId: actor.id } })
    if (count !== 1) throw new DomainError('NOT_FOUND', 'No such definition of theirs')
    await recordAudit(tx, actor, { action: 'report.removed', subjectId: id, data: {} })
  })
}
