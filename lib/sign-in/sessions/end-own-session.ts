import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { endSessionsIn } from './end-sessions'
import { ownLiveSessions } from './own-sessions'

/**
 * Closes another session of the actor's, from its next request on.
 *
 * @throws DomainError NOT_FOUND when it is not open, not the actor's or of the other kind
 */
export async function endOwnSession(actor: PersonActor, { sessionId }: { sessionId: string }): Promise<void> {
  await transaction(async (tx) => {
    const where = { AND: [{ id: sessionId }, await ownLiveSessions(tx, actor)] }
    const found = await tx.session.findFirst({ where, select: { id: true } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such session')
    await endSessionsIn(tx, actor, { userId: actor.id, sessionId }, 'BY_HAND')
  })
}
