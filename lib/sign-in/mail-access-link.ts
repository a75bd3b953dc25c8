import 'server-only'
import { setTimeout } from 'node:timers/promises'
import { consumeAccessLink } from '@/lib/accounts/limits/request-limits'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'
import { isEmailSent } from '@/lib/notifications/gateways/mode'
import { ACCESS_LINK_MINUTES, createAccessLink } from './access-links'
import { findKnownDevice } from './sessions/devices'

type Request = { email: string; address: string; device: string | null }

/** Milliseconds that an answer takes at least, so that the time doesn't reveal whether a message was written. */
const TAKES = 300

/**
 * Mails a link that sets a new password to a staff member who forgot theirs. There is one answer, after one time,
 * whether or not there is such a person. Signing in still takes the second factor.
 *
 * @param email as `EmailAddress` parses it
 * @throws DomainError INVALID_STATE where no e-mail is sent, RATE_LIMITED
 */
export async function mailAccessLink({ email, address, device }: Request): Promise<void> {
  if (!isEmailSent()) throw new DomainError('INVALID_STATE', 'No e-mail is sent here')
  const due = setTimeout(TAKES)
  const emailIndex = await blindIndex('email', email)
  const knownDevice = await findKnownDevice(database(), { emailIndex }, device)
  await consumeAccessLink({ email, address, knownDevice })
  await transaction(async (tx) => {
    const person = await tx.user.findUnique({ where: { emailIndex } })
    if (person?.status !== 'ACTIVE' || !person.passwordHash) return
    const { id, url, expiresAt } = await createAccessLink(tx, { userId: person.id, kind: 'PASSWORD' })
    const event = {
      action: 'access_link.issued',
      subjectId: person.id,
      data: { linkId: id, kind: 'PASSWORD' },
    } as const
    await recordAudit(tx, SYSTEM, event)
    await notifyColleague(tx, person.id, 'PASSWORD_LINK', { url, minutes: ACCESS_LINK_MINUTES }, { expiresAt })
  })
  await due
}
