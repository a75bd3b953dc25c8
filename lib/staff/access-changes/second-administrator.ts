import 'server-only'
import { TWO_ADMINISTRATOR_ROLES } from '@/lib/accounts/access-change'
import { countAdministrators } from '@/lib/accounts/administrators'
import { can, type PersonActor } from '@/lib/actor/actor'
import { type Capability, capabilitiesOf, GRANTED_WITHOUT_HOLDING } from '@/lib/actor/capabilities'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'

/**
 * Says whether what takes two administrators does so here: where there are two, unless it is switched off. A blocked
 * administrator counts, or one could block the other and then act alone. Call it under the lock of administrators.
 */
export async function areTwoRequired(tx: Tx): Promise<boolean> {
  return env().SECOND_ADMINISTRATOR !== '0' && (await countAdministrators(tx)) >= 2
}

/**
 * Says whether giving or removing these roles takes a second administrator. Call it under the lock of administrators.
 */
export async function needsSecondAdministrator(tx: Tx, concerned: readonly StaffRole[]): Promise<boolean> {
  return concerned.some((role) => TWO_ADMINISTRATOR_ROLES.includes(role)) && areTwoRequired(tx)
}

/**
 * Refuses to grant capabilities that the actor lacks, except for work on cases, which those who manage people assign
 * and don't do.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireMayGrant(
  actor: PersonActor,
  gained: readonly StaffRole[],
  subjectId: string | null = null,
): void {
  const isLacking = (capability: Capability) => !can(actor, capability) && !GRANTED_WITHOUT_HOLDING.includes(capability)
  if (!capabilitiesOf(gained).some(isLacking)) return
  throw new DomainError('FORBIDDEN', 'Grants what they lack', { subjectId })
}
