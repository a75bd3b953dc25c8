import 'server-only'
import { setTimeout } from 'node:timers/promises'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { takeAccessLink } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { transaction } from '@/lib/db/client'
import { isEmailSent } from '@/lib/messaging/mode'
import { ACCESS_LINK_MINUTES, createAccessLink } from './access-links'
import { tellColleague } from './tell-colleague'

/** Longer than it takes to write to someone: what is different between someone and nobody is drowned in waiting. */
const TAKES = 300

/**
 * Mails a link that sets a new password to a colleague who forgot theirs. One answer, after one time, whether or not there
 * is such a colleague. The second factor is asked for all the same.
 *
 * @param email as EmailAddress makes it
 * @throws DomainError INVALID_STATE where no e-mail is sent, RATE_LIMITED
 */
export async function mailAccessLink({ email, address }: { email: string; address: string }): Promise<void> {
  if (!isEmailSent()) throw new DomainError('INVALID_STATE', 'No e-mail is sent here')
  const due = setTimeout(TAKES)
  await takeAccessLink({ email, address })
  const emailIndex = await blindIndex('email', email)
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
    await tellColleague(tx, person.id, 'PASSWORD_LINK', { url, minutes: ACCESS_LINK_MINUTES }, { expiresAt })
  })
  await due
}
