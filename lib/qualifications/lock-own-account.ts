import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'

/**
 * Locks an account of the actor's: one application is begun for it at a time, and nobody is taken out of it meanwhile.
 *
 * @throws DomainError NOT_FOUND when they were taken out since they were asked who they are
 */
export async function lockOwnAccount(tx: Tx, { id: userId }: PersonActor, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
  const isMember = (await tx.membership.count({ where: { accountId, userId } })) > 0
  if (!isMember) throw new DomainError('NOT_FOUND', 'No longer of their accounts')
}
