import 'server-only'
import { consumeGuess } from '@/lib/accounts/limits/slow-guesses'
import { newToken, tokenHash } from '@/lib/accounts/link-token'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { draftNotice } from '@/lib/documents/examination/file-events'
import { PHONE_JOIN, PHONE_ROWS, WHY_ENDED } from './phone-ended'
import { readPhoneLink } from './read-phone'

type Bound = { id: string; userId: string; qualificationId: string; accountId: string; endsAt: Date }

/** The secret of the browser that is bound: it is in its cookie, and nowhere else. */
export type BoundPhone = { secret: string; endsAt: Date }

/**
 * Binds the browser that asks to a link, and consumes the link. Of two that ask at once, the second one waits for the
 * row, and is refused.
 *
 * @throws DomainError RATE_LIMITED, LINK_INVALID when there is no such link, PHONE_LINK_USED, PHONE_ENDED
 */
export async function bindPhone({ token, address }: { token: string; address: string }): Promise<BoundPhone> {
  const guess = await consumeGuess({ address })
  const { token: secret, hash } = newToken()
  const bound = await transaction(async (tx) => {
    const [row] = await tx.$queryRaw<Bound[]>`
      UPDATE phone_sessions p SET bound_at = clock_timestamp(), secret_hash = ${hash}
      FROM ${PHONE_ROWS}
      WHERE ${PHONE_JOIN} AND p.token_hash = ${tokenHash(token)} AND p.letter IS NULL AND p.bound_at IS NULL AND ${WHY_ENDED} IS NULL
      RETURNING p.id::text, p.user_id::text AS "userId", q.id::text AS "qualificationId",
        q.account_id::text AS "accountId", p.ends_at AS "endsAt"`
    if (!row) return null
    const { id: phoneSessionId, userId, qualificationId, accountId } = row
    const event = { action: 'phone_session.bound', subjectId: qualificationId, data: { phoneSessionId } } as const
    await recordAudit(tx, { kind: 'PERSON', id: userId }, event)
    await tx.$executeRaw`SELECT ${draftNotice({ accountId, qualificationId })}`
    return row
  })
  if (bound) return { secret, endsAt: bound.endsAt }
  const link = await readPhoneLink(token)
  if (!link) {
    await guess.missed()
    throw new DomainError('LINK_INVALID', 'No such link')
  }
  const isUsed = link !== 'OPEN' && 'usedBy' in link
  throw new DomainError(isUsed ? 'PHONE_LINK_USED' : 'PHONE_ENDED', 'Not open any more')
}
