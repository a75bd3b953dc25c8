import 'server-only'
import { type NewRoles, setStaffRolesIn } from '@/lib/accounts/set-staff-roles'
import type { PersonActor } from '@/lib/auth/actor'
import { capabilitiesOf } from '@/lib/auth/capabilities'
import { transaction } from '@/lib/db/client'
import { releaseClaimsOf } from './release-claims-of'

/**
 * Gives a colleague other roles; from who reviews no more, what they hold returns to the queue, as one act.
 *
 * @throws DomainError as setStaffRolesIn does
 */
export async function changeRoles(actor: PersonActor, change: NewRoles): Promise<void> {
  await transaction(async (tx) => {
    await setStaffRolesIn(tx, actor, change)
    if (capabilitiesOf(change.roles).includes('review.decide')) return
    await releaseClaimsOf(tx, change.userId, 'ROLE_TAKEN')
  })
}
