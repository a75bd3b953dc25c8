import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { endSessionsIn, raiseSession, type StartedSession } from '@/lib/auth/sessions'
import { transaction } from '@/lib/db/client'
import { ownLiveSessions } from './own-sessions'

/**
 * Ends all of one's own sessions but the one that asks, which continues under a new token: a copy of its cookie ends too.
 *
 * @returns how many others there were, and what this browser is to hold
 * @throws DomainError UNAUTHENTICATED when the one that asks ended meanwhile
 */
export async function endOtherSessions(actor: PersonActor): Promise<{ count: number; session: StartedSession }> {
  return transaction(async (tx) => {
    const others = await tx.session.findMany({
      where: { AND: [{ id: { not: actor.sessionId } }, await ownLiveSessions(tx, actor)] },
      select: { id: true },
    })
    for (const { id: sessionId } of others) {
      await endSessionsIn(tx, actor, { userId: actor.id, sessionId }, 'BY_HAND')
    }
    return { count: others.length, session: await raiseSession(tx, actor, null) }
  })
}
