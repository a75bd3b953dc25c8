import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { changeStanding } from './change-standing'
import type { ChangeStandingInput } from './standing-schemas'

/** Ends an approved or suspended qualification permanently. Its applicants are notified of the reason. */
export function revokeQualification(actor: PersonActor, input: ChangeStandingInput) {
  return changeStanding(actor, 'REVOKED', input)
}
