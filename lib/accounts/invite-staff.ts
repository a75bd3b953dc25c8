import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { DEFAULT_LOCALE, type Locale } from '@/lib/i18n/locales'
import { enqueueMessage } from '@/lib/messaging/enqueue-message'
import { isEmailSent } from '@/lib/messaging/mode'
import { requestChangeIn } from './access-changes/request-change'
import { requireMayGrant, takesSecond } from './access-changes/second-administrator'
import { lockAdministrators, requireActing } from './administrators'
import { createInvitation, INVITATION_HOURS } from './invitation-link'
import { sealInvitedEmail } from './invited-email'
import { requireManager } from './policy'

type StaffInvitation = {
  roles: StaffRole[]
  /** As EmailAddress makes it: the link is mailed there, in that language. */
  email?: string | undefined
  locale?: Locale
}

/**
 * Makes a link by which someone joins the staff with these roles. It is shown once, works once, for 72 hours. With
 * roles that take a second administrator, it works from when one agreed.
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
    const waits = await takesSecond(tx, roles)
    if (waits) {
      const whose = { userId: null, invitationId: invitation.id } as const
      await requestChangeIn(tx, actor, { kind: 'GRANT_ROLES', ...whose, from: [], to: roles })
    }
    // A link that waits is mailed when it can be used: see confirmChangeIn.
    if (email) await keepEmail(tx, actor, invitation, email)
    if (email && !waits) await mail(tx, invitation, { email, locale })
    return { ...invitation, waits }
  })
}

type Link = Awaited<ReturnType<typeof createInvitation>>

async function keepEmail(tx: Tx, actor: PersonActor, { id }: Link, email: string) {
  const { dataKey } = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: { dataKey: true } })
  await tx.invitation.update({ where: { id }, data: { emailSealed: await sealInvitedEmail(dataKey, id, email) } })
}

async function mail(tx: Tx, { url, expiresAt }: Link, to: { email: string; locale: Locale }) {
  const message = { channel: 'EMAIL', template: 'STAFF_INVITED', locale: to.locale, to: to.email, expiresAt } as const
  await enqueueMessage(tx, { ...message, params: { url, hours: INVITATION_HOURS } })
}
