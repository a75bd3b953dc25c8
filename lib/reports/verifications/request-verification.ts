import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { transaction } from '@/lib/db/client'

/**
 * Has the worker verify the log. Where a verification is in progress, the caller waits for its answer.
 *
 * @throws DomainError FORBIDDEN
 */
export async function requestVerification(actor: PersonActor): Promise<void> {
  if (!can(actor, 'audit.read')) throw new DomainError('FORBIDDEN', 'May not verify the audit log')
  await transaction(async (tx) => {
    const id = newId()
    const added = await tx.$executeRaw`
      INSERT INTO audit_verifications (id, asked_by_id, asked_at)
      VALUES (${id}::uuid, ${actor.id}::uuid, clock_timestamp()) ON CONFLICT DO NOTHING`
    if (added === 0) return
    const event = { action: 'audit.verification_asked', subjectId: null, data: { verificationId: id } } as const
    await recordAudit(tx, actor, event, { using: 'audit.read' })
  })
}
