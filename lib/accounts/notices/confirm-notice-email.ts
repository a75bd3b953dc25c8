import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { consumeGuess } from '../limits/slow-guesses'
import { tokenHash } from '../link-token'

/**
 * Confirms an address, so that notifications go to it from now on. The person who opens the link need not be signed in
 * there, so the audit log records the system as the actor.
 *
 * @throws DomainError RATE_LIMITED, LINK_INVALID when it was used, replaced or has expired
 */
export async function confirmNoticeEmail({ token, address }: { token: string; address: string }): Promise<void> {
  const guess = await consumeGuess({ address })
  const isConfirmed = await transaction(async (tx) => {
    const [person] = await tx.$queryRaw<{ id: string }[]>`
      UPDATE users
      SET notice_email_confirmed_at = clock_timestamp(), notice_email_token_hash = NULL,
        notice_email_token_ends_at = NULL
      WHERE notice_email_token_hash = ${tokenHash(token)} AND notice_email_token_ends_at > clock_timestamp()
        AND status = 'ACTIVE'
      RETURNING id::text`
    if (!person) return false
    await recordAudit(tx, SYSTEM, { action: 'notices.email_confirmed', subjectId: person.id, data: {} })
    return true
  })
  if (isConfirmed) return
  await guess.missed()
  throw new DomainError('LINK_INVALID', 'No address waits for this link')
}
