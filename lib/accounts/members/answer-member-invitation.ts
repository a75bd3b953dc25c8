import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, type Reader, type Tx, transaction } from '@/lib/db/client'
import type { Confirm, ConfirmedSession } from '../confirmed-act'
import { lockAccount } from './lock-members'
import { notifyMembers } from './notify-members'
import { isOpen } from './open-invitations'

/**
 * Accepts an invitation that was made to the actor's own phone. They see what the account has from their next request
 * on, and every member is notified. It is confirmed, because a session may have been copied.
 *
 * @throws DomainError NOT_FOUND, INVALID_STATE when it was answered, revoked or has expired; and what `confirm` throws
 */
export async function acceptMemberInvitation(
  actor: PersonActor,
  { invitationId }: { invitationId: string },
  confirm: Confirm,
): Promise<ConfirmedSession> {
  const use = await confirm('JOIN', await accountOf(database(), actor, invitationId))
  return transaction(async (tx) => {
    const { accountId, at } = await answer(tx, actor, invitationId, true)
    await tx.membership.create({ data: { accountId, userId: actor.id, createdAt: at } })
    await notifyMembers(tx, { accountId, userId: actor.id, template: 'MEMBER_JOINED', at })
    return use(tx)
  })
}

/**
 * Declines an invitation that was made to the actor's own phone, which gives nothing away.
 *
 * @throws DomainError NOT_FOUND, INVALID_STATE when it was answered, revoked or has expired
 */
export async function declineMemberInvitation(
  actor: PersonActor,
  { invitationId }: { invitationId: string },
): Promise<void> {
  await transaction((tx) => answer(tx, actor, invitationId, false))
}

async function answer(tx: Tx, actor: PersonActor, id: string, hasAccepted: boolean) {
  const accountId = await accountOf(tx, actor, id)
  await lockAccount(tx, accountId) // before the invitation, in the same order as the verb that revokes it
  const at = await databaseTime(tx)
  const { count } = await tx.memberInvitation.updateMany({
    where: { AND: [{ id }, isOpen(at)] },
    data: hasAccepted ? { acceptedAt: at } : { declinedAt: at },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'No longer open', { subjectId: accountId })
  const action = hasAccepted ? 'account.member_joined' : 'account.member_declined'
  await recordAudit(
    tx,
    actor,
    { action, subjectId: accountId, data: { invitationId: id } },
    { using: 'qualification.own' },
  )
  return { accountId, at }
}

/** Returns the account of an invitation to the actor's phone. The person who has the phone has the invitation. */
async function accountOf(reader: Reader, actor: PersonActor, invitationId: string): Promise<string> {
  const { phoneIndex } = await reader.user.findUniqueOrThrow({ where: { id: actor.id }, select: { phoneIndex: true } })
  const isTheirs = phoneIndex !== null && can(actor, 'account.manage')
  const found = isTheirs
    ? await reader.memberInvitation.findFirst({ where: { AND: [{ id: invitationId }, { phoneIndex }] } })
    : null
  if (!found) throw new DomainError('NOT_FOUND', 'No such invitation to them')
  return found.accountId
}
