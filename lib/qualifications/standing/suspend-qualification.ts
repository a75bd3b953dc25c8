import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { changeStanding } from './change-standing'
import type { ChangeStandingInput } from './standing-schemas'

/**
 * Suspends a qualification that is approved, or suspended for lack of a consent alone. Its applicants are notified of the
 * reason.
 */
export function suspendQualification(actor: PersonActor, input: ChangeStandingInput) {
  return changeStanding(actor, 'SUSPENDED', input)
}
