import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { canAnyoneConsent } from './request-change'
import { needsSecondAdministrator } from './second-administrator'

/**
 * Says how a removal of access takes effect: at once, when another administrator consents, or automatically after 72
 * hours.
 */
export type RemovalRule = 'AT_ONCE' | 'CONSENT' | 'FINAL'

/** Returns, for pages, what this administrator can expect. The verb decides again. */
export function readRemovalRule(
  actor: PersonActor,
  { id, roles }: { id: string; roles: readonly StaffRole[] },
): Promise<RemovalRule> {
  return transaction(async (tx) => {
    if (!(await needsSecondAdministrator(tx, roles))) return 'AT_ONCE'
    return (await canAnyoneConsent(tx, [actor.id, id])) ? 'CONSENT' : 'FINAL'
  })
}
