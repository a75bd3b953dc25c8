import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { HOUR } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { enqueueMessage } from '@/lib/messaging/enqueue-message'
import { lockAdministrators } from './administrators'
import { INVITATION_HOURS } from './invitation-link'
import { openInvitedEmail } from './invited-email'
import { newToken } from './link-token'
import { requireManager, visibleGrants } from './policy'
import { requireMayGrant } from './second-administrator'
import { setStaffRolesIn } from './set-staff-roles'
import { openGrants } from './waiting-grants'

/** What was agreed to: the roles that a colleague has now, or nothing for an invitation, which can be used from now on. */
export type Confirmed = { userId: string; roles: readonly StaffRole[] } | { userId: null }

/**
 * Agrees, as a second administrator, to roles that another asked for, in the transaction of a verb that also returns what
 * their person may no longer hold.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN for whoever asked and for whom they are, FRESH_FACTOR_NEEDED, INVALID_STATE when
 * it was decided, is overdue or its asker may give none any more, CONFLICT when the roles were changed since
 */
export async function confirmGrantIn(tx: Tx, actor: PersonActor, grantId: string): Promise<Confirmed> {
  const grant = await requireGrant(tx, actor, grantId)
  const { userId, invitationId, fromRoles, toRoles } = grant
  if (grant.requestedById === actor.id || userId === actor.id) {
    throw new DomainError('FORBIDDEN', 'Not a second one', { subjectId: grantId })
  }
  requireMayGrant(actor, toRoles, grantId)
  await requireFreshFactor(tx, actor, grantId)
  await lockAdministrators(tx)
  const now = await databaseTime(tx)
  const { count } = await tx.waitingGrant.updateMany({
    where: { AND: [{ id: grantId, requestedById: { not: actor.id } }, await openGrants(tx)] },
    data: { state: 'CONFIRMED', decidedById: actor.id, decidedAt: now },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'No longer waits', { subjectId: grantId })
  const event = { action: 'role_grant.confirmed', subjectId: grantId, data: { userId, invitationId } } as const
  await recordAudit(tx, actor, event, { using: 'people.manage' })
  if (userId) {
    await setStaffRolesIn(tx, actor, { userId, from: fromRoles, roles: toRoles })
    return { userId, roles: toRoles }
  }
  if (invitationId) await openInvitation(tx, invitationId, now)
  return { userId: null }
}

/**
 * Refuses what another asked for, or takes back what one asked for oneself.
 *
 * @throws DomainError NOT_FOUND, FRESH_FACTOR_NEEDED, INVALID_STATE when it was decided or is overdue
 */
export async function refuseGrantIn(tx: Tx, actor: PersonActor, grantId: string): Promise<void> {
  const { userId, invitationId } = await requireGrant(tx, actor, grantId)
  await requireFreshFactor(tx, actor, grantId)
  const now = await databaseTime(tx)
  const { count } = await tx.waitingGrant.updateMany({
    where: { id: grantId, state: 'WAITING', expiresAt: { gt: now } },
    data: { state: 'REFUSED', decidedById: actor.id, decidedAt: now },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'No longer waits', { subjectId: grantId })
  if (invitationId) {
    await tx.invitation.updateMany({
      where: { id: invitationId, usedAt: null, revokedAt: null },
      data: { revokedAt: now, emailSealed: null },
    })
  }
  const event = { action: 'role_grant.refused', subjectId: grantId, data: { userId, invitationId } } as const
  await recordAudit(tx, actor, event, { using: 'people.manage' })
}

async function requireGrant(tx: Tx, actor: PersonActor, id: string) {
  const found = await tx.waitingGrant.findFirst({ where: { AND: [{ id }, visibleGrants(actor)] } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such grant')
  requireManager(actor, id)
  return found
}

/** Its time begins now. The mailed link is a new one: the first was never sent. */
async function openInvitation(tx: Tx, id: string, now: Date): Promise<void> {
  const expiresAt = new Date(now.getTime() + INVITATION_HOURS * HOUR)
  const invitation = await tx.invitation.update({
    where: { id },
    data: { expiresAt },
    include: { invitedBy: { include: { dataKey: true } } },
  })
  const { invitedBy } = invitation
  const to = invitedBy ? await openInvitedEmail(invitedBy.dataKey, invitation) : null
  if (!to) return
  const { token, hash } = newToken()
  await tx.invitation.update({ where: { id }, data: { tokenHash: hash } })
  const url = new URL(`/invitations/${token}`, env().ZHUNXIN_URL).href
  const locale = invitedBy?.locale && isLocale(invitedBy.locale) ? invitedBy.locale : DEFAULT_LOCALE
  const message = { channel: 'EMAIL', template: 'STAFF_INVITED', locale, to, expiresAt } as const
  await enqueueMessage(tx, { ...message, params: { url, hours: INVITATION_HOURS } })
}
