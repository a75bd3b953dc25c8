import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import type { Confirm, ConfirmedSession } from '../confirmed-act'
import { notifyPerson } from '../notices/notify'
import { endMembership } from './end-membership'
import { lockMembers, requireMember } from './lock-members'
import { notifyMembers } from './notify-members'

/**
 * Leaves an account; its applications stay with the other members. When two leave at once, one stays, because nobody
 * could reach or close what an empty account has. Every member is notified, and so is the person who left. Only an
 * invitation leads back, which is why leaving is confirmed, as removing is.
 *
 * @throws DomainError NOT_FOUND, LAST_MEMBER when no other member can sign in; and what `confirm` throws
 */
export async function leaveAccount(
  actor: PersonActor,
  { accountId }: { accountId: string },
  confirm: Confirm,
): Promise<ConfirmedSession> {
  await requireMember(actor, accountId)
  const use = await confirm('LEAVE', accountId)
  return transaction(async (tx) => {
    const members = await lockMembers(tx, actor, accountId)
    const isAnyoneLeft = members.some(({ userId, user }) => userId !== actor.id && user.status === 'ACTIVE')
    if (!isAnyoneLeft) throw new DomainError('LAST_MEMBER', 'Nobody would be left', { subjectId: accountId })
    await endMembership(tx, actor, { accountId, userId: actor.id })
    const event = { action: 'account.member_left', subjectId: accountId, data: {} } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    await notifyPerson(tx, { userId: actor.id, aboutAccount: accountId, template: 'MEMBER_REMOVED', params: {} })
    await notifyMembers(tx, { accountId, userId: actor.id, template: 'MEMBER_OUT', at: await databaseTime(tx) })
    return use(tx)
  })
}
