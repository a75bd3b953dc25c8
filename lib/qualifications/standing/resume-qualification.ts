import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { changeStanding } from './change-standing'
import type { ChangeStandingInput } from './standing-schemas'

/** Puts a suspended qualification into force again, with the end that it had. */
export function resumeQualification(actor: PersonActor, input: ChangeStandingInput) {
  return changeStanding(actor, 'RESUMED', input)
}
