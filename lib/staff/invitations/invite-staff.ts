import 'server-only'
import { lockAdministrators, requireActing } from '@/lib/accounts/administrators'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { DEFAULT_LOCALE, type Locale } from '@/lib/core/languages/locales'
import { type Tx, transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { isEmailSent } from '@/lib/notifications/gateways/mode'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { requestChangeIn } from '../access-changes/request-change'
import { needsSecondAdministrator, requireMayGrant } from '../access-changes/second-administrator'
import { requireManager } from '../policy'
import { createInvitation, INVITATION_HOURS } from './invitation-link'
import { sealInvitedEmail } from './invited-email'

type StaffInvitation = {
  roles: StaffRole[]
  /** The address, as `EmailAddress` parses it, to which the link is mailed in that language. */
  email?: string | undefined
  locale?: Locale
}

/**
 * Creates a link by which a person joins the staff with these roles. It is shown once and works once, for 72 hours.
 * With roles that take a second administrator, it works from when one consented.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, INVALID_STATE for an address where no e-mail is sent
 */
export async function inviteStaff(actor: PersonActor, { roles, email, locale = DEFAULT_LOCALE }: StaffInvitation) {
  requireManager(actor)
  requireMayGrant(actor, roles)
  if (email && !isEmailSent()) throw new DomainError('INVALID_STATE', 'No e-mail is sent here')
  return transaction(async (tx) => {
    await requireFreshFactor(tx, actor)
    const invitation = await createInvitation(tx, { kind: 'STAFF', roles, invitedById: actor.id })
    const event = { action: 'staff.invited', subjectId: invitation.id, data: { roles } } as const
    await recordAudit(tx, actor, event, { using: 'people.manage' })
    await lockAdministrators(tx)
    await requireActing(tx, actor, invitation.id)
    const waits = await needsSecondAdministrator(tx, roles)
    if (waits) {
      const subject = { userId: null, invitationId: invitation.id } as const
      await requestChangeIn(tx, actor, { kind: 'GRANT_ROLES', ...subject, from: [], to: roles })
    }
    // A link that waits is mailed once it can be used: see confirmChangeIn.
    if (email) await storeEmail(tx, actor, invitation, email)
    if (email && !waits) await mail(tx, invitation, { email, locale })
    return { ...invitation, waits }
  })
}

type Link = Awaited<ReturnType<typeof createInvitation>>

async function storeEmail(tx: Tx, actor: PersonActor, { id }: Link, email: string) {
  const { dataKey } = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: { dataKey: true } })
  await tx.invitation.update({ where: { id }, data: { emailSealed: await sealInvitedEmail(dataKey, id, email) } })
}

async function mail(tx: Tx, { url, expiresAt }: Link, to: { email: string; locale: Locale }) {
  const message = { channel: 'EMAIL', template: 'STAFF_INVITED', locale: to.locale, to: to.email, expiresAt } as const
  await enqueueMessage(tx, { ...message, params: { url, hours: INVITATION_HOURS } })
}
