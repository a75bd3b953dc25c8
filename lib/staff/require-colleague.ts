import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import { requireManagerOf, visibleStaff } from './policy'

/**
 * Checks that this staff member exists, as far as the actor may see, and that the actor may change them.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for oneself)
 */
export async function requireColleague(tx: Tx, actor: PersonActor, userId: string): Promise<void> {
  const found = await tx.user.findFirst({ where: { AND: [{ id: userId }, visibleStaff(actor)] }, select: { id: true } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such colleague')
  requireManagerOf(actor, userId)
}
