import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { changeStanding } from './change-standing'
import type { ChangeStandingInput } from './standing-schemas'

/** Takes an approved qualification out of force for a time. Its applicants are told why. */
export function suspendQualification(actor: PersonActor, input: ChangeStandingInput) {
  return changeStanding(actor, 'SUSPENDED', input)
}
