import 'server-only'
import type { Actor, IncompleteSession, PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { endPhonesIn } from '@/lib/qualifications/phone/end-phones'

export type SessionEnd =
  | 'SIGN_OUT'
  /** Its person ended it from another. */
  | 'BY_HAND'
  | 'DISABLED'
  | 'BLOCKED'
  | 'ERASED'
  /** Another took its place, when its person gave a factor. */
  | 'RAISED'
  | 'PASSWORD_CHANGED'
  | 'PHONE_CHANGED'
  /** Someone who could not sign in showed who they are: it is not known who had these. */
  | 'ACCESS_CASE'
  | 'FACTORS_RESET'
  /** The platform vouched for it by a key that was revoked. */
  | 'KEY_REVOKED'
  /** Its person went back to the platform that vouched for them. */
  | 'HANDED_BACK'

/** Ends one's own session. Ended already: nothing happens. */
export async function endSession(session: PersonActor | IncompleteSession, because: SessionEnd): Promise<void> {
  const { id, sessionId } = session
  await transaction((tx) => endSessionsIn(tx, { kind: 'PERSON', id }, { userId: id, sessionId }, because))
}

/**
 * Ends a person's session, or all that they have, or all but one, with their phones, in the transaction of what ends
 * them.
 */
export async function endSessionsIn(
  tx: Tx,
  actor: Pick<Actor, 'kind' | 'id'>,
  sessions: { userId: string; sessionId?: string; exceptId?: string },
  because: SessionEnd,
): Promise<void> {
  const { userId, sessionId, exceptId } = sessions
  const now = await databaseTime(tx)
  const isLive = { endedAt: null, endsAt: { gt: now }, idleEndsAt: { gt: now } }
  const ended = await tx.session.updateManyAndReturn({
    where: { AND: [{ userId }, sessionId ? { id: sessionId } : {}, exceptId ? { id: { not: exceptId } } : {}, isLive] },
    data: { endedAt: now },
    select: { id: true },
  })
  for (const { id } of ended) {
    await recordAudit(tx, actor, { action: 'session.ended', subjectId: userId, data: { sessionId: id, because } })
  }
  await endPhonesIn(tx, actor, { sessionIds: ended.map(({ id }) => id) }, 'SIGNED_OUT')
}
