import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { DEFAULT_LOCALE, type Locale } from '@/lib/i18n/locales'
import { enqueueMessage } from '@/lib/messaging/enqueue-message'
import { isEmailSent } from '@/lib/messaging/mode'
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
 * Makes a link by which someone joins the staff with these roles. It is shown once, works once, for 72 hours.
 *
 * @throws DomainError FORBIDDEN, INVALID_STATE for an address where no e-mail is sent
 */
export async function inviteStaff(actor: PersonActor, { roles, email, locale = DEFAULT_LOCALE }: StaffInvitation) {
  requireManager(actor)
  if (email && !isEmailSent()) throw new DomainError('INVALID_STATE', 'No e-mail is sent here')
  return transaction(async (tx) => {
    const invitation = await createInvitation(tx, { kind: 'STAFF', roles, invitedById: actor.id })
    const event = { action: 'staff.invited', subjectId: invitation.id, data: { roles } } as const
    await recordAudit(tx, actor, event, { using: 'people.manage' })
    if (email) await mail(tx, actor, invitation, { email, locale })
    return invitation
  })
}

type Link = Awaited<ReturnType<typeof createInvitation>>

async function mail(tx: Tx, actor: PersonActor, { id, url, expiresAt }: Link, to: { email: string; locale: Locale }) {
  const { dataKey } = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: { dataKey: true } })
  const emailSealed = await sealInvitedEmail(dataKey, id, to.email)
  await tx.invitation.update({ where: { id }, data: { emailSealed } })
  const message = { channel: 'EMAIL', template: 'STAFF_INVITED', locale: to.locale, to: to.email, expiresAt } as const
  await enqueueMessage(tx, { ...message, params: { url, hours: INVITATION_HOURS } })
}
