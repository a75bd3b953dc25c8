import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { requireApplicant } from './policy'

/**
 * Deletes the actor's address for notifications, and any link that was sent to it.
 *
 * @throws DomainError FORBIDDEN, INVALID_STATE when there is none
 */
export async function removeNoticeEmail(actor: PersonActor): Promise<void> {
  requireApplicant(actor)
  await transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: actor.id, noticeEmailSealed: { not: null } },
      data: {
        noticeEmailSealed: null,
        noticeEmailTokenHash: null,
        noticeEmailTokenEndsAt: null,
        noticeEmailConfirmedAt: null,
      },
    })
    if (count !== 1) throw new DomainError('INVALID_STATE', 'No address', { subjectId: actor.id })
    await recordAudit(tx, actor, { action: 'notices.email_removed', subjectId: actor.id, data: {} })
  })
}
