import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { canAnyoneConsent } from './request-change'
import { takesSecond } from './second-administrator'

/** How removing the access of a person ends: at once, when another consents, or by itself after 72 hours. */
export type RemovalRule = 'AT_ONCE' | 'CONSENT' | 'FINAL'

/** For pages: what this administrator can expect. What counts is decided by the act. */
export function readRemovalRule(
  actor: PersonActor,
  { id, roles }: { id: string; roles: readonly StaffRole[] },
): Promise<RemovalRule> {
  return transaction(async (tx) => {
    if (!(await takesSecond(tx, roles))) return 'AT_ONCE'
    return (await canAnyoneConsent(tx, [actor.id, id])) ? 'CONSENT' : 'FINAL'
  })
}
