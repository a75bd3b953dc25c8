import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { endSessionsIn } from '@/lib/auth/sessions'
import { transaction } from '@/lib/db/client'
import { ownLiveSessions } from './own-sessions'

/** Ends all of one's own sessions but the one that asks. @returns how many */
export async function endOtherSessions(actor: PersonActor): Promise<number> {
  return transaction(async (tx) => {
    const others = await tx.session.findMany({
      where: { AND: [{ id: { not: actor.sessionId } }, await ownLiveSessions(tx, actor)] },
      select: { id: true },
    })
    for (const { id: sessionId } of others) {
      await endSessionsIn(tx, actor, { userId: actor.id, sessionId }, 'BY_HAND')
    }
    return others.length
  })
}
