import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import { ownAccounts } from './policy'

/**
 * Who is in an account. One change of that happens at a time, so that it holds until the transaction ends: whoever was
 * removed a moment ago does nothing more in it.
 *
 * @throws DomainError NOT_FOUND when it is no account of the actor's, or no longer
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

/** Nobody joins or leaves meanwhile. */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
}
