import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import { ownAccounts } from './policy'

/**
 * Locks who is in an account until the transaction ends. Membership changes one at a time, so a person who was removed
 * a moment ago does nothing more in the account.
 *
 * @throws DomainError NOT_FOUND when the actor is not, or no longer, a member
 */
export async function lockMembers(tx: Tx, actor: PersonActor, accountId: string) {
  const seen = await tx.account.findFirst({ where: { AND: [{ id: accountId }, ownAccounts(actor)] } })
  if (!seen) throw new DomainError('NOT_FOUND', 'No such account')
  await lockAccount(tx, accountId)
  const members = await tx.membership.findMany({
    where: { accountId },
    select: { userId: true, user: { select: { status: true, phoneIndex: true } } },
  })
  if (!members.some(({ userId }) => userId === actor.id)) throw new DomainError('NOT_FOUND', 'No longer in the account')
  return members
}

/** Locks an account, so that nobody joins or leaves it until the transaction ends. */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
}
