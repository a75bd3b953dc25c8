import 'server-only'
import { consumeEach, limiter } from '@/lib/accounts/limits/rate-limits'
import type { PersonActor, PhoneActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'

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

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeAction({ id, sessionId }: Pick<PersonActor, 'id' | 'sessionId'>): Promise<void> {
  await consumeEach([
    [acts.session, sessionId],
    [acts.person, id],
  ])
}

/** Limits the acts of a phone, which use up nothing of its person's. @throws DomainError RATE_LIMITED */
export const consumePhoneAction = ({ phoneSessionId }: PhoneActor): Promise<void> =>
  consumeEach([[acts.phone, phoneSessionId]])
