import 'server-only'
import type { AccountActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'

/**
 * Locks an account that the actor acts for: one application is started for it at a time, and no member is removed
 * meanwhile.
 *
 * @throws DomainError NOT_FOUND when the actor was removed since their session was read
 */
export async function lockOwnAccount(tx: Tx, { kind, id: userId }: AccountActor, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
  if (kind === 'CLIENT') return
  const isMember = (await tx.membership.count({ where: { accountId, userId } })) > 0
  if (!isMember) throw new DomainError('NOT_FOUND', 'No longer of their accounts')
}
