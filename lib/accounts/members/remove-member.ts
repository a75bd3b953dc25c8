import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { requireFreshCode } from '../limits/fresh-factor'
import { notifyPerson } from '../notices/notify'
import { endMembership } from './end-membership'
import { lockMembers } from './lock-members'
import { notifyMembers } from './notify-members'

/**
 * Removes another member from an account from their next request on, and notifies them and every other member. When two
 * members remove each other at once, only one succeeds.
 *
 * @throws DomainError NOT_FOUND, FRESH_CODE_NEEDED, INVALID_STATE for oneself, who leaves instead
 */
export async function removeMember(
  actor: PersonActor,
  { accountId, userId }: { accountId: string; userId: string },
): Promise<void> {
  await transaction(async (tx) => {
    await lockMembers(tx, actor, accountId)
    await requireFreshCode(tx, actor, accountId)
    if (userId === actor.id) throw new DomainError('INVALID_STATE', 'Themself', { subjectId: accountId })
    await endMembership(tx, actor, { accountId, userId })
    const event = { action: 'account.member_removed', subjectId: accountId, data: { userId } } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    await notifyPerson(tx, { userId, aboutAccount: accountId, template: 'MEMBER_REMOVED', params: {} })
    await notifyMembers(tx, { accountId, userId, template: 'MEMBER_OUT', at: await databaseTime(tx) })
  })
}
