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
 * Leaves an account; what it has stays with the others. Of two who leave at once, one stays: what nobody can reach would
 * be nobody's to end. Every member is notified, and so is the person who left: there is no way back without an invitation, which is
 * why it takes a fresh code as being removed does.
 *
 * @throws DomainError NOT_FOUND, FRESH_CODE_NEEDED, LAST_MEMBER when nobody else in it can sign in
 */
export async function leaveAccount(actor: PersonActor, { accountId }: { accountId: string }): Promise<void> {
  await transaction(async (tx) => {
    const members = await lockMembers(tx, actor, accountId)
    await requireFreshCode(tx, actor, accountId)
    const isAnyoneLeft = members.some(({ userId, user }) => userId !== actor.id && user.status === 'ACTIVE')
    if (!isAnyoneLeft) throw new DomainError('LAST_MEMBER', 'Nobody would be left', { subjectId: accountId })
    await endMembership(tx, actor, { accountId, userId: actor.id })
    const event = { action: 'account.member_left', subjectId: accountId, data: {} } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    await tellPerson(tx, { userId: actor.id, template: 'MEMBER_REMOVED', params: {} })
    await notifyMembers(tx, { accountId, userId: actor.id, template: 'MEMBER_OUT', at: await databaseTime(tx) })
  })
}
