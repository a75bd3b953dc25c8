import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshCode } from '@/lib/auth/fresh-factor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { tellPerson } from '@/lib/notifications/tell'
import { endMembership } from './end-membership'
import { lockMembers } from './lock-members'
import { notifyMembers } from './notify-members'

/**
 * Takes another member out of an account from their next request on, and notifies them and every other member. Of two who
 * remove each other at once, one does.
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
    await tellPerson(tx, { userId, template: 'MEMBER_REMOVED', params: {} })
    await notifyMembers(tx, { accountId, userId, template: 'MEMBER_OUT', at: await databaseTime(tx) })
  })
}
