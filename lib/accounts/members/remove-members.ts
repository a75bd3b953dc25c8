import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Confirm, ConfirmedSession } from '../confirmed-act'
import { notifyPerson } from '../notices/notify'
import { endMembership } from './end-membership'
import { lockMembers, requireMember } from './lock-members'
import { notifyMembers } from './notify-members'

/**
 * Removes other members from an account from their next request on, and notifies them and every other member. One
 * confirmation is for all of them, and either all are removed or nobody. When two members remove each other at once,
 * only one succeeds.
 *
 * @throws DomainError NOT_FOUND, INVALID_STATE for oneself, who leaves instead; and what `confirm` throws
 */
export async function removeMembers(
  actor: PersonActor,
  { accountId, userIds }: { accountId: string; userIds: readonly string[] },
  confirm: Confirm,
): Promise<ConfirmedSession> {
  await requireMember(actor, accountId)
  const use = await confirm('REMOVE', accountId)
  return transaction(async (tx) => {
    await lockMembers(tx, actor, accountId)
    await lockPeople(tx, [actor.id, ...userIds])
    for (const userId of new Set(userIds)) await remove(tx, actor, { accountId, userId })
    return use(tx)
  })
}

/** Locks people in one order: two who remove each other from two accounts wait for one another, and not for ever. */
async function lockPeople(tx: Tx, userIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ANY(${userIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

async function remove(tx: Tx, actor: PersonActor, of: { accountId: string; userId: string }): Promise<void> {
  const { accountId, userId } = of
  if (userId === actor.id) throw new DomainError('INVALID_STATE', 'Themself', { subjectId: accountId })
  await endMembership(tx, actor, of)
  const event = { action: 'account.member_removed', subjectId: accountId, data: { userId } } as const
  await recordAudit(tx, actor, event, { using: 'qualification.own' })
  await notifyPerson(tx, { userId, aboutAccount: accountId, template: 'MEMBER_REMOVED', params: {} })
  await notifyMembers(tx, { accountId, userId, template: 'MEMBER_OUT', at: await databaseTime(tx) })
}
