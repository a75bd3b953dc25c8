import 'server-only'
import { doneBy } from '@/lib/accounts/done-by'
import type { Actor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { QualificationStatus, StatusChangeKind } from '@/lib/db/generated/enums'

/** Lists the status change that made each status. */
const MADE_BY: Partial<Record<QualificationStatus, StatusChangeKind>> = {
  APPROVED: 'RESUMED',
  SUSPENDED: 'SUSPENDED',
  REVOKED: 'REVOKED',
}

/**
 * Returns the error of staff who were slower than a colleague or the clock: whether an approved qualification was
 * suspended, resumed or revoked, by whom and when, or expired. A system of the platform, and what is true of nothing of
 * these, gets `code`.
 */
export async function standingConflict(
  tx: Tx,
  actor: Actor,
  code: 'CONFLICT' | 'INVALID_STATE',
  id: string,
): Promise<DomainError> {
  const params = actor.kind === 'PERSON' ? await standingNow(tx, id) : null
  return new DomainError(params ? 'CASE_CHANGED' : code, 'It went on since it was read', {
    subjectId: id,
    ...(params ? { params } : {}),
  })
}

async function standingNow(tx: Tx, id: string) {
  const found = await tx.qualification.findUniqueOrThrow({ where: { id } })
  const { status, validUntil } = found
  const hasExpired = validUntil !== null && validUntil <= (await databaseTime(tx))
  // Past its end it is expired, whether or not the daily job has run.
  if (status === 'EXPIRED' || (hasExpired && (status === 'APPROVED' || status === 'SUSPENDED'))) {
    return { now: 'EXPIRED', ...(await doneBy(tx, null, validUntil)) }
  }
  const kind = MADE_BY[status]
  const last =
    kind &&
    (await tx.statusChange.findFirst({
      where: { qualificationId: id, kind },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
    }))
  return last ? { now: kind, ...(await doneBy(tx, last.byId ?? last.byKeyId, last.at)) } : null
}
