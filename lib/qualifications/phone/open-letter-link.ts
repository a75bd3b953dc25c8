import 'server-only'
import { consumeGuess } from '@/lib/accounts/limits/slow-guesses'
import { tokenHash } from '@/lib/accounts/link-token'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { draftNotice } from '@/lib/documents/examination/file-events'
import type { BoundPhone } from './bind-phone'
import { endPhonesIn } from './end-phones'
import { letterLinkSecret } from './letter-link-secret'
import { PHONE_JOIN, PHONE_ROWS, WHY_ENDED } from './phone-ended'
import { readLetterLink } from './read-phone'

/** A link is locked for everyone after so many wrong codes. */
export const MOST_MISSES = 5

type Tried = {
  id: string
  userId: string
  qualificationId: string
  accountId: string
  endsAt: Date
  isRight: boolean
  misses: number
}

/**
 * Lets a browser with the link to a letter and its code be the one who prints it and uploads the signed one. A wrong
 * code is counted in the row, one after the other; the last one that is allowed ends the link.
 *
 * @throws DomainError RATE_LIMITED, FORWARD_CODE_WRONG with the number of those `left`, FORWARD_ENDED, also where there
 *   is no such link
 */
export async function openLetterLink({
  token,
  code,
  address,
}: {
  token: string
  code: string
  address: string
}): Promise<BoundPhone> {
  const guess = await consumeGuess({ address })
  const secret = await letterLinkSecret(token, code)
  const tried = await tryCode(token, secret)
  if (tried?.isRight) return { secret, endsAt: tried.endsAt }
  if (tried || !(await readLetterLink(token))) await guess.missed()
  if (!tried || tried.misses >= MOST_MISSES) throw new DomainError('FORWARD_ENDED', 'Ended, locked, or none')
  throw new DomainError('FORWARD_CODE_WRONG', 'A wrong code', { params: { left: MOST_MISSES - tried.misses } })
}

/** Counts the try, and returns what came of it; null when the link is not open. */
function tryCode(token: string, secret: string): Promise<Tried | null> {
  const secretHash = tokenHash(secret)
  return transaction(async (tx) => {
    const [tried] = await tx.$queryRaw<Tried[]>`
      UPDATE phone_sessions p SET
        misses = p.misses + (p.secret_hash <> ${secretHash})::int,
        bound_at = CASE WHEN p.secret_hash = ${secretHash} THEN coalesce(p.bound_at, clock_timestamp()) ELSE p.bound_at END
      FROM ${PHONE_ROWS}
      WHERE ${PHONE_JOIN} AND p.token_hash = ${tokenHash(token)} AND p.letter IS NOT NULL AND ${WHY_ENDED} IS NULL
      RETURNING p.id::text, p.user_id::text AS "userId", q.id::text AS "qualificationId", q.account_id::text AS "accountId",
        p.ends_at AS "endsAt", p.secret_hash = ${secretHash} AS "isRight", p.misses`
    if (!tried) return null
    const { id: letterLinkId, userId, qualificationId, accountId, isRight, misses } = tried
    if (isRight) {
      const event = { action: 'letter_link.opened', subjectId: qualificationId, data: { letterLinkId } } as const
      await recordAudit(tx, { kind: 'PERSON', id: userId }, event)
      await tx.$executeRaw`SELECT ${draftNotice({ accountId, qualificationId })}`
    } else if (misses >= MOST_MISSES) {
      await endPhonesIn(tx, SYSTEM, { phoneSessionId: letterLinkId }, 'LOCKED')
    }
    return tried
  })
}
