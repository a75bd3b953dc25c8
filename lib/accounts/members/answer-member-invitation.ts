import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { requireFreshCode } from '../limits/fresh-factor'
import { lockAccount } from './lock-members'
import { notifyMembers } from './notify-members'
import { isOpen } from './open-invitations'

type Answer = { invitationId: string; answer: 'ACCEPT' | 'DECLINE' }

/**
 * Answers an invitation that was made to the actor's own phone. A person who accepts sees what the account has from
 * their next request on, and every member is notified. Accepting takes a fresh code to that phone, because a session
 * may have been copied.
 *
 * @throws DomainError NOT_FOUND, FRESH_CODE_NEEDED to accept, INVALID_STATE when it was answered, revoked or has
 * expired
 */
export async function answerMemberInvitation(actor: PersonActor, { invitationId: id, answer }: Answer): Promise<void> {
  const hasAccepted = answer === 'ACCEPT'
  await transaction(async (tx) => {
    const accountId = await accountOf(tx, actor, id)
    if (hasAccepted) await requireFreshCode(tx, actor, accountId)
    await lockAccount(tx, accountId) // before the invitation, in the same order as the verb that revokes it
    const now = await databaseTime(tx)
    const { count } = await tx.memberInvitation.updateMany({
      where: { AND: [{ id }, isOpen(now)] },
      data: hasAccepted ? { acceptedAt: now } : { declinedAt: now },
    })
    if (count !== 1) throw new DomainError('INVALID_STATE', 'No longer open', { subjectId: accountId })
    if (hasAccepted) await tx.membership.create({ data: { accountId, userId: actor.id, createdAt: now } })
    const action = hasAccepted ? 'account.member_joined' : 'account.member_declined'
    const event = { action, subjectId: accountId, data: { invitationId: id } } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    if (hasAccepted) await notifyMembers(tx, { accountId, userId: actor.id, template: 'MEMBER_JOINED', at: now })
  })
}

/** Returns the account of an invitation to the actor's phone. The person who has the phone has the invitation. */
async function accountOf(tx: Tx, actor: PersonActor, invitationId: string): Promise<string> {
  const { phoneIndex } = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: { phoneIndex: true } })
  const isTheirs = phoneIndex !== null && can(actor, 'account.manage')
  const found = isTheirs
    ? await tx.memberInvitation.findFirst({ where: { AND: [{ id: invitationId }, { phoneIndex }] } })
    : null
  if (!found) throw new DomainError('NOT_FOUND', 'No such invitation to them')
  return found.accountId
}
