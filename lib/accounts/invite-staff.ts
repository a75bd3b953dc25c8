import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { createInvitation } from './invitation-link'
import { requireManager } from './policy'

/**
 * Makes a link by which someone joins the staff with these roles. It is shown once, works once, for 72 hours.
 *
 * @throws DomainError FORBIDDEN
 */
export async function inviteStaff(actor: PersonActor, { roles }: { roles: StaffRole[] }) {
  requireManager(actor)
  return transaction(async (tx) => {
    const invitation = await createInvitation(tx, { kind: 'STAFF', roles, invitedById: actor.id })
    const event = { action: 'staff.invited', subjectId: invitation.id, data: { roles } } as const
    await recordAudit(tx, actor, event, { using: 'people.manage' })
    return invitation
  })
}
