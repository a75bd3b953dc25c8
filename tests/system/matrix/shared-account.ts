import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { anInvitationTo } from '@/tests/factories/confirmations'
import { anErasure } from '@/tests/factories/erasures'
import { aLegalHold } from '@/tests/factories/holds'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import type { People } from './actors'

export async function aSharedAccount({ owner, member: another }: People, clerk: PersonActor) {
  const member = await aRegisteredApplicant()
  const { id: memberId, accountId } = member
  await database().membership.createMany({ data: [owner, another].map((who) => ({ accountId, userId: who.id })) })
  const { id: memberInvitationId } = await anInvitationTo(member.actor, { accountId, phone: aPhone() })
  const inviter = await aRegisteredApplicant()
  await database().rateLimit.deleteMany({ where: { key: { startsWith: 'invite-phone' } } }) // days later
  const toOwner = await anInvitationTo(inviter.actor, { accountId: inviter.accountId, phone: owner.phone })
  const { id: erasureId } = await anErasure(accountId)
  const { id: erasureRequestId } = await database().erasureRequest.create({
    data: { accountId, requestedById: memberId, state: 'WAITING', obstacles: ['IN_FORCE'] },
  })
  const { id: holdId } = await aLegalHold({ accountId }, clerk.id)
  const kept = { erasureId, erasureRequestId, holdId }
  return { accountId, memberId, memberInvitationId, invitationToOwnerId: toOwner.id, ...kept }
}
