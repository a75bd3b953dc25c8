import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import type { ExportState } from '@/lib/db/generated/enums'

const CANCELLABLE: readonly ExportState[] = ['AWAITS_CONSENT', 'WAITING', 'RUNNING']

/**
 * Cancels one's own export that is not ready yet, or that waits for a second administrator. The worker that writes it
 * stops within a second.
 *
 * @throws DomainError NOT_FOUND, INVALID_STATE, CONFLICT
 */
export async function cancelExport(actor: PersonActor, { exportId: id }: { exportId: string }): Promise<void> {
  await transaction(async (tx) => {
    const found = await tx.export.findFirst({ where: { id, askedById: actor.id } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such export of theirs')
    const about = { subjectId: id }
    if (!CANCELLABLE.includes(found.state)) throw new DomainError('INVALID_STATE', 'It is over', about)
    const cancelled = await tx.$executeRaw`
      UPDATE exports SET state = 'CANCELLED', blob_id = NULL, held_until = NULL, finished_at = clock_timestamp()
      WHERE id = ${id}::uuid AND asked_by_id = ${actor.id}::uuid AND state = ANY(${CANCELLABLE}::"ExportState"[])`
    if (cancelled !== 1) throw new DomainError('CONFLICT', 'It ended meanwhile', about)
    await recordAudit(tx, actor, { action: 'export.cancelled', subjectId: id, data: {} })
  })
}
