import 'server-only'
import { newToken } from '@/lib/accounts/link-token'
import { HOUR } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import type { Tx } from '@/lib/db/client'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { INVITATION_HOURS } from '../invitations/invitation-link'
import { openInvitedEmail } from '../invitations/invited-email'

/** Makes an invitation usable. Its time starts now, and the mailed link is a new one: the first was never sent. */
export async function openInvitationIn(tx: Tx, id: string, now: Date): Promise<void> {
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
