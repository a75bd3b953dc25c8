import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { endSessionsIn } from './end-sessions'
import { ownLiveSessions } from './own-sessions'
import { continueAlone, type SessionOnDevice } from './session-on-device'

/**
 * Closes all of the actor's sessions but the present one, which continues under a new token: a copy of its cookie stops
 * working too. Their other browsers are no longer known.
 *
 * @returns how many others there were, and the secrets that this browser stores
 * @throws DomainError UNAUTHENTICATED when the present session closed meanwhile
 */
export async function endOtherSessions(
  actor: PersonActor,
  device: string | null,
): Promise<{ count: number; session: SessionOnDevice }> {
  return transaction(async (tx) => {
    const others = await tx.session.findMany({
      where: { AND: [{ id: { not: actor.sessionId } }, await ownLiveSessions(tx, actor)] },
      select: { id: true },
    })
    for (const { id: sessionId } of others) {
      await endSessionsIn(tx, actor, { userId: actor.id, sessionId }, 'BY_HAND')
    }
    return { count: others.length, session: await continueAlone(tx, actor, { factor: null, device }) }
  })
}
