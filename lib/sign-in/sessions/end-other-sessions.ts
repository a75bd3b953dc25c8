import 'server-only'
import type { Confirm, ConfirmedSession } from '@/lib/accounts/confirmed-act'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database, type Reader, type Tx, transaction } from '@/lib/db/client'
import { lockPerson } from '../factors/staff-session'
import { forgetDevices, keepOnlyDevice, type RememberedDevice } from './devices'
import { endSessionsIn } from './end-sessions'
import { ownLiveSessions } from './own-sessions'

/**
 * Closes one other session of the actor's, or all of them, from their next request on. The present one continues under
 * a new token. It is confirmed: a person with a copy of its cookie would otherwise close what its owner has open, and
 * stay. When all are closed, their other browsers are no longer known.
 *
 * @param sessionId the only one to close; all others without it
 * @param device the secret of the browser, if it has one
 * @returns how many were closed, and the secrets that this browser stores
 * @throws DomainError NOT_FOUND when it is not open, not the actor's or of the other kind, FORBIDDEN for sessions that
 *   the
 * platform vouched for; and what `confirm` throws
 */
export async function endOtherSessions(
  actor: PersonActor,
  { sessionId, device = null }: { sessionId?: string | undefined; device?: string | null },
  confirm: Confirm,
): Promise<{ count: number; session: ConfirmedSession & { device: RememberedDevice | null } }> {
  await findOthers(database(), actor, sessionId)
  const use = await confirm('END_SESSIONS', actor.id)
  return transaction(async (tx) => {
    await lockPerson(tx, actor.id) // two sessions that close one another do it one after the other
    const ids = await findOthers(tx, actor, sessionId)
    await endEach(tx, actor, ids)
    const session = await use(tx)
    const kept = sessionId ? null : await keepOnlyDevice(tx, actor.id, device)
    return { count: ids.length, session: { ...session, device: kept } }
  })
}

/**
 * Closes all of the actor's sessions, the present one included, and takes each of their browsers for unknown. Nothing
 * confirms it, so that it is quick (decision 106): the person who does so has to sign in again, and so has a person
 * with a copy of the cookies.
 *
 * @throws DomainError FORBIDDEN for sessions that the platform vouched for
 */
export async function endAllSessions(actor: PersonActor): Promise<void> {
  await transaction(async (tx) => {
    await lockPerson(tx, actor.id)
    await endEach(tx, actor, await findOthers(tx, actor))
    await endSessionsIn(tx, actor, { userId: actor.id, sessionId: actor.sessionId }, 'SIGN_OUT')
    await forgetDevices(tx, actor.id)
  })
}

async function endEach(tx: Tx, actor: PersonActor, ids: readonly string[]): Promise<void> {
  for (const id of ids) await endSessionsIn(tx, actor, { userId: actor.id, sessionId: id }, 'BY_HAND')
}

async function findOthers(reader: Reader, actor: PersonActor, sessionId?: string): Promise<string[]> {
  const others = { id: { not: actor.sessionId } }
  const where = { AND: [sessionId ? { id: sessionId } : {}, others, await ownLiveSessions(reader, actor)] }
  const found = await reader.session.findMany({ where, orderBy: { id: 'asc' }, select: { id: true } })
  if (sessionId && found.length === 0) throw new DomainError('NOT_FOUND', 'No such session')
  return found.map(({ id }) => id)
}
