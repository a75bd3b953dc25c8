import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { changeStanding } from './change-standing'
import type { ChangeStandingInput } from './standing-schemas'

/** Puts a suspended qualification into force again, up to the end that it had. */
export function resumeQualification(actor: PersonActor, input: ChangeStandingInput) {
  return changeStanding(actor, 'RESUMED', input)
}
