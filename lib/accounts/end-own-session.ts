import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { endSessionsIn } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { ownLiveSessions } from './own-sessions'

/**
 * Ends another session of one's own, from its next request on.
 *
 * @throws DomainError NOT_FOUND when it is not live, not one's own or of the other kind
 */
export async function endOwnSession(actor: PersonActor, { sessionId }: { sessionId: string }): Promise<void> {
  await transaction(async (tx) => {
    const where = { AND: [{ id: sessionId }, await ownLiveSessions(tx, actor)] }
    const found = await tx.session.findFirst({ where, select: { id: true } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such session')
    await endSessionsIn(tx, actor, { userId: actor.id, sessionId }, 'BY_HAND')
  })
}
