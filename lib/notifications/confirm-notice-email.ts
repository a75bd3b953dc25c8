import 'server-only'
import { tokenHash } from '@/lib/accounts/link-token'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { takeGuess } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'

/**
 * From now on notices go to the address that the link was sent to. Whoever reads it need not be signed in there, so that
 * the act is the system's in the log.
 *
 * @throws DomainError RATE_LIMITED, LINK_INVALID when it was used, replaced or has expired
 */
export async function confirmNoticeEmail({ token, address }: { token: string; address: string }): Promise<void> {
  const guess = await takeGuess({ address })
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
