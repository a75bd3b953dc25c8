import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database, type Tx } from '@/lib/db/client'
import { requireApplicant } from '../notices/policy'
import { ownAccounts } from './policy'

/**
 * Locks who is in an account until the transaction ends. Membership changes one at a time, so a person who was removed
 * a moment ago does nothing more in the account. A verb checks first that the account is one in which the actor may
 * act.
 *
 * @throws DomainError NOT_FOUND when the actor is not, or no longer, a member
 */
export async function lockMembers(tx: Tx, actor: PersonActor, accountId: string) {
  await lockAccount(tx, accountId)
  const members = await tx.membership.findMany({
    where: { accountId },
    select: { userId: true, user: { select: { status: true, phoneIndex: true } } },
  })
  if (!members.some(({ userId }) => userId === actor.id)) throw new DomainError('NOT_FOUND', 'No longer in the account')
  return members
}

/**
 * Checks that the actor is a member who may change who is in the account, before anything is counted or confirmed;
 * `lockMembers` checks the membership again.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN for sessions that the platform vouched for
 */
export async function requireMember(actor: PersonActor, accountId: string): Promise<void> {
  const seen = await database().account.findFirst({ where: { AND: [{ id: accountId }, ownAccounts(actor)] } })
  if (!seen) throw new DomainError('NOT_FOUND', 'No such account')
  const isMember = (await database().membership.count({ where: { accountId, userId: actor.id } })) > 0
  if (!isMember) throw new DomainError('NOT_FOUND', 'No longer in the account')
  requireApplicant(actor, accountId)
}

/** Locks an account, so that nobody joins or leaves it until the transaction ends. */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
}
