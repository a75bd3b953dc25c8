import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { endMembership } from './end-membership'
import { lockMembers } from './lock-members'

/**
 * Leaves an account; what it has stays with the others. Of two who leave at once, one stays: what nobody can reach would
 * be nobody's to end.
 *
 * @throws DomainError NOT_FOUND, LAST_MEMBER when nobody else in it can sign in
 */
export async function leaveAccount(actor: PersonActor, { accountId }: { accountId: string }): Promise<void> {
  await transaction(async (tx) => {
    const members = await lockMembers(tx, actor, accountId)
    const isAnyoneLeft = members.some(({ userId, user }) => userId !== actor.id && user.status === 'ACTIVE')
    if (!isAnyoneLeft) throw new DomainError('LAST_MEMBER', 'Nobody would be left', { subjectId: accountId })
    await endMembership(tx, actor, { accountId, userId: actor.id })
    const event = { action: 'account.member_left', subjectId: accountId, data: {} } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
  })
}
