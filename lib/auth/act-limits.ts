import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import type { PersonActor } from './actor'
import { limiter, take } from './rate-limits'

/**
 * What changes something, in a minute: far more than a hand does, and than a browser that sends files in parts, but an
 * end to what a program does with a session that it got hold of. A person has several sessions, and this limit in all.
 */
export const ACTS_A_MINUTE = { session: 1_200, person: 2_400 } as const

const acts = {
  session: limiter('act-session', ACTS_A_MINUTE.session, MINUTE),
  person: limiter('act-person', ACTS_A_MINUTE.person, MINUTE),
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function takeAct({ id, sessionId }: Pick<PersonActor, 'id' | 'sessionId'>): Promise<void> {
  await Promise.all([take(acts.session, sessionId), take(acts.person, id)])
}
