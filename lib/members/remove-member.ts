import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { tellPerson } from '@/lib/notifications/tell'
import { endMembership } from './end-membership'
import { lockMembers } from './lock-members'

/**
 * Takes another member out of an account from their next request on, and tells them. Of two who remove each other at
 * once, one does.
 *
 * @throws DomainError NOT_FOUND, INVALID_STATE for oneself, who leaves instead
 */
export async function removeMember(
  actor: PersonActor,
  { accountId, userId }: { accountId: string; userId: string },
): Promise<void> {
  await transaction(async (tx) => {
    await lockMembers(tx, actor, accountId)
    if (userId === actor.id) throw new DomainError('INVALID_STATE', 'Themself', { subjectId: accountId })
    await endMembership(tx, actor, { accountId, userId })
    const event = { action: 'account.member_removed', subjectId: accountId, data: { userId } } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    await tellPerson(tx, { userId, template: 'MEMBER_REMOVED', params: {} })
  })
}
