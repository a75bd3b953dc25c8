import 'server-only'
import { lockAdministrators } from '@/lib/accounts/administrators'
import { requestGrantIn } from '@/lib/accounts/request-grant'
import { requireColleague } from '@/lib/accounts/require-colleague'
import { gainedBy, requireMayGrant, takesSecond } from '@/lib/accounts/second-administrator'
import { type NewRoles, requireRoles, setStaffRolesIn } from '@/lib/accounts/set-staff-roles'
import type { PersonActor } from '@/lib/auth/actor'
import { capabilitiesOf } from '@/lib/auth/capabilities'
import { transaction } from '@/lib/db/client'
import { releaseClaimsOf } from './release-claims-of'

/**
 * Gives a colleague other roles; from who reviews no more, what they hold returns to the queue, as one act. Roles that take
 * a second administrator wait for one, and the whole change with them.
 *
 * @throws DomainError as setStaffRolesIn does, GRANT_WAITS
 */
export async function changeRoles(actor: PersonActor, change: NewRoles): Promise<{ waits: boolean }> {
  return transaction(async (tx) => {
    const gained = gainedBy(change.from, change.roles)
    await requireColleague(tx, actor, change.userId)
    await lockAdministrators(tx)
    if (await takesSecond(tx, gained)) {
      await requireRoles(tx, change)
      requireMayGrant(actor, gained, change.userId)
      const { userId, from, roles } = change
      await requestGrantIn(tx, actor, { userId, invitationId: null, from, to: roles })
      return { waits: true }
    }
    await setStaffRolesIn(tx, actor, change)
    if (!capabilitiesOf(change.roles).includes('review.decide')) await releaseClaimsOf(tx, change.userId, 'ROLE_TAKEN')
    return { waits: false }
  })
}
