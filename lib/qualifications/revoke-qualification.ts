import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { changeStanding } from './change-standing'
import type { ChangeStandingInput } from './standing-schemas'

/** Ends an approved or suspended qualification for good. Its applicants are told why. */
export function revokeQualification(actor: PersonActor, input: ChangeStandingInput) {
  return changeStanding(actor, 'REVOKED', input)
}
