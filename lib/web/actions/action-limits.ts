import 'server-only'
import { consumeEach, limiter, pointsInsert, refuseOver } from '@/lib/accounts/limits/limiter'
import type { IncompleteSession, PersonActor, PhoneActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { Prisma } from '@/lib/db/generated/client'
import { readCountedSession } from '@/lib/sign-in/sessions/sessions'

/**
 * Limits acts that change something, in a minute: far more than a person does, and than a browser that sends files in
 * parts, but a bound on a program that uses a stolen session. The second limit counts all sessions of a person.
 */
export const ACTIONS_PER_MINUTE = { session: 1_200, person: 2_400, phone: 600 } as const

const acts = {
  session: limiter('act-session', ACTIONS_PER_MINUTE.session, MINUTE),
  person: limiter('act-person', ACTIONS_PER_MINUTE.person, MINUTE),
  phone: limiter('act-phone', ACTIONS_PER_MINUTE.phone, MINUTE),
}

/**
 * Reads a session as `readAnySession` does, and counts an act of it, in one statement: each act of signed-in people
 * starts with it.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function readActingSession(sessionId: string): Promise<PersonActor | IncompleteSession | null> {
  const { session, counted } = await readCountedSession(sessionId, countAct)
  if (!session) return null
  refuseOver(
    [
      [acts.session, sessionId],
      [acts.person, session.id],
    ],
    counted,
  )
  return session
}

const countAct = ({ sessionId, userId }: Record<'sessionId' | 'userId', Prisma.Sql>, from: Prisma.Sql): Prisma.Sql =>
  pointsInsert(
    [acts.session, acts.person],
    Prisma.sql`ARRAY[${acts.session.getKey('')} || ${sessionId}, ${acts.person.getKey('')} || ${userId}]`,
    from,
  )

/** Limits the acts of a phone, which use up nothing of its person's. @throws DomainError RATE_LIMITED */
export const consumePhoneAction = ({ phoneSessionId }: PhoneActor): Promise<void> =>
  consumeEach([[acts.phone, phoneSessionId]])
