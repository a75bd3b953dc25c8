import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'

/**
 * Deletes a notice that its reviewer has read. One that is gone already is no error: it was dismissed on another page.
 *
 * @throws DomainError FORBIDDEN
 */
export async function dismissNotice(actor: PersonActor, { noticeId: id }: { noticeId: string }): Promise<void> {
  if (!can(actor, 'review.decide')) throw new DomainError('FORBIDDEN', 'Not a reviewer')
  await database().reviewNotice.deleteMany({ where: { id, reviewerId: actor.id } })
}
