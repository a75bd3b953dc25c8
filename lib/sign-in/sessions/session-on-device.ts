import 'server-only'
import type { PersonActor, SignInFactor } from '@/lib/actor/actor'
import type { Tx } from '@/lib/db/client'
import { keepOnlyDevice, type RememberedDevice, rememberDevice } from './devices'
import { raiseSession, type StartedSession } from './sessions'

/** A session, and what its browser stores from now on to be known; null where it stores nothing new. */
export type SessionOnDevice = StartedSession & { device: RememberedDevice | null }

/**
 * Makes a browser known as that of the staff member who completed a sign-in on it, or gave a second factor again. A
 * password alone makes none known.
 */
export async function rememberStaffDevice(
  tx: Tx,
  session: StartedSession,
  { userId, device }: { userId: string; device: string | null },
): Promise<SessionOnDevice> {
  return { ...session, device: await rememberDevice(tx, userId, device) }
}

/**
 * Continues a session whose person closed all the others: under a new token, and on the one browser that is still known
 * as theirs, if it was.
 *
 * @throws DomainError UNAUTHENTICATED when it is not live any more
 */
export async function continueAlone(
  tx: Tx,
  actor: PersonActor,
  { factor, device }: { factor: SignInFactor; device: string | null },
): Promise<SessionOnDevice> {
  const session = await raiseSession(tx, actor, factor)
  return { ...session, device: await keepOnlyDevice(tx, actor.id, device) }
}
