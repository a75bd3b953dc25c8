import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { can, type PersonActor } from '@/lib/auth/actor'
import { requireFreshCode } from '@/lib/auth/fresh-factor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { lockAccount } from './lock-members'
import { notifyMembers } from './notify-members'
import { isOpen } from './open-invitations'

type Answer = { invitationId: string; answer: 'ACCEPT' | 'DECLINE' }

/**
 * Answers an invitation that was made to the actor's own phone. From their next request on, whoever accepts sees what the
 * account has, and every member is notified. Accepting takes a fresh code to that phone: a session may have been copied.
 *
 * @throws DomainError NOT_FOUND, FRESH_CODE_NEEDED to accept, INVALID_STATE when it was answered, revoked or has expired
 */
export async function answerMemberInvitation(actor: PersonActor, { invitationId: id, answer }: Answer): Promise<void> {
  const hasAccepted = answer === 'ACCEPT'
  await transaction(async (tx) => {
    const accountId = await accountOf(tx, actor, id)
    if (hasAccepted) await requireFreshCode(tx, actor, accountId)
    await lockAccount(tx, accountId) // before the invitation, as whoever revokes it does
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

/** Whoever has the phone has the invitation. */
async function accountOf(tx: Tx, actor: PersonActor, invitationId: string): Promise<string> {
  const { phoneIndex } = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: { phoneIndex: true } })
  const isTheirs = phoneIndex !== null && can(actor, 'qualification.own')
  const found = isTheirs
    ? await tx.memberInvitation.findFirst({ where: { AND: [{ id: invitationId }, { phoneIndex }] } })
    : null
  if (!found) throw new DomainError('NOT_FOUND', 'No such invitation to them')
  return found.accountId
}
