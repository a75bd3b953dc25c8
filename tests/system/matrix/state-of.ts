import { database } from '@/lib/db/client'
import type { Target } from './target'

/** Returns everything of a target that an act could change. */
export async function stateOf(target: Target): Promise<string> {
  const { qualificationId, userId, disabledUserId, invitationId, accountId, invitationToOwnerId, messageId } = target
  const { erasureRequestId, holdId, sessionId, changeId, endpointId: id } = target
  const [
    qualification,
    submissions,
    users,
    invitation,
    members,
    asked,
    message,
    erasure,
    holds,
    session,
    grant,
    endpoint,
  ] = await Promise.all([
    database().qualification.findUnique({ where: { id: qualificationId }, include: { statusChanges: true } }),
    database().submission.findMany({
      where: { qualificationId },
      orderBy: { revision: 'asc' },
      include: {
        fields: { orderBy: { key: 'asc' } },
        documents: { orderBy: { id: 'asc' }, include: { pages: { orderBy: { fileId: 'asc' } } } },
        signatures: { orderBy: { id: 'asc' }, include: { filings: { orderBy: { carrier: 'asc' } } } },
        samples: { orderBy: { id: 'asc' } },
        supplements: { orderBy: { id: 'asc' } },
        decisions: { orderBy: { id: 'asc' } },
      },
    }),
    database().user.findMany({
      where: { id: { in: [userId, disabledUserId] } },
      orderBy: { id: 'asc' },
      include: { roles: { orderBy: { role: 'asc' } }, totpSecret: { select: { createdAt: true } } },
    }),
    database().invitation.findUnique({ where: { id: invitationId } }),
    database().membership.findMany({ where: { accountId }, orderBy: { userId: 'asc' } }),
    database().memberInvitation.findMany({
      where: { OR: [{ accountId }, { id: invitationToOwnerId }] },
      orderBy: { id: 'asc' },
    }),
    database().outboxMessage.findUnique({ where: { id: messageId } }),
    database().erasureRequest.findUnique({ where: { id: erasureRequestId } }),
    database().legalHold.findMany({ where: { OR: [{ id: holdId }, { qualificationId }] }, orderBy: { id: 'asc' } }),
    database().session.findUnique({ where: { id: sessionId }, select: { endedAt: true } }),
    database().accessChange.findUnique({ where: { id: changeId } }),
    database().webhookEndpoint.findUnique({
      where: { id },
      include: { secrets: { select: { id: true, endsAt: true } }, deliveries: { select: { id: true, state: true } } },
    }),
  ])
  return JSON.stringify({
    qualification,
    submissions,
    users,
    invitation,
    members,
    asked,
    message: message?.state,
    erasure,
    holds,
    session,
    grant,
    endpoint,
  })
}
