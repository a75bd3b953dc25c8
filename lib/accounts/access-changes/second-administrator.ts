import 'server-only'
import { can, type PersonActor } from '@/lib/auth/actor'
import { type Capability, capabilitiesOf, HANDED_OUT } from '@/lib/auth/capabilities'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { countAdministrators } from '../administrators'
import { TAKES_TWO } from './change'

/**
 * Whether these roles are given or taken away only when a second administrator consents: where there are two, and it is
 * not switched off. A blocked administrator counts, or one could block the other and then act alone. Call it under the
 * lock of administrators.
 */
export async function takesSecond(tx: Tx, concerned: readonly StaffRole[]): Promise<boolean> {
  if (env().SECOND_ADMINISTRATOR === '0' || !concerned.some((role) => TAKES_TWO.includes(role))) return false
  return (await countAdministrators(tx)) >= 2
}

/**
 * Nobody grants what they lack, but for the work on cases, which those who manage people hand out and don't do.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireMayGrant(
  actor: PersonActor,
  gained: readonly StaffRole[],
  subjectId: string | null = null,
): void {
  const isLacking = (capability: Capability) => !can(actor, capability) && !HANDED_OUT.includes(capability)
  if (!capabilitiesOf(gained).some(isLacking)) return
  throw new DomainError('FORBIDDEN', 'Grants what they lack', { subjectId })
}
