import 'server-only'
import { type DoneBy, doneBy } from '@/lib/accounts/done-by'
import { DomainError, type ErrorCode } from '@/lib/core/errors'
import type { Reader } from '@/lib/db/client'
import type { Outcome, QualificationStatus } from '@/lib/db/generated/enums'

/** Each has a sentence in `errors.CASE_CHANGED`. `FREE` waits in the queue, and nobody gave it back. */
type Now = 'HELD' | 'RELEASED' | 'FREE' | Outcome | 'WITHDRAWN' | 'CLOSED'

/** `at` is empty where `now` has no moment. */
type CaseNow = { now: Now } & DoneBy

type Row = {
  status: QualificationStatus
  holderId: string | null
  claimedAt: Date | null
  outcome: Outcome | null
  deciderId: string | null
  decidedAt: Date | null
  lastAction: string | null
  lastActorId: string | null
  lastAt: Date | null
}

/** Lists what each code can say. Where something else is true, the code is `CASE_CHANGED`. */
const SAYS: Partial<Record<ErrorCode, readonly Now[]>> = {
  CLAIM_LOST: ['HELD', 'RELEASED', 'FREE'],
  HELD_BY_OTHER: ['HELD'],
}

/**
 * Returns the error of a person who was slower than another. It says what is true of the case now: who holds it since
 * when, who decided what, or that it waits.
 */
export async function claimConflict(
  reader: Reader,
  code: 'CLAIM_LOST' | 'HELD_BY_OTHER' | 'CASE_CHANGED' | 'UNDO_TOO_LATE',
  id: string,
): Promise<DomainError> {
  const params = await caseNow(reader, id)
  const canSay = SAYS[code]?.includes(params.now) ?? true
  return new DomainError(canSay ? code : 'CASE_CHANGED', 'Somebody was faster', { subjectId: id, params })
}

async function caseNow(reader: Reader, id: string): Promise<CaseNow> {
  const [row] = await reader.$queryRaw<Row[]>`
    SELECT q.status::text,
      CASE WHEN q.status = 'IN_REVIEW' AND q.lease_ends_at > clock_timestamp() THEN q.reviewer_id::text END AS "holderId",
      q.claimed_at AS "claimedAt", d.outcome::text, d.reviewer_id::text AS "deciderId", d.decided_at AS "decidedAt",
      e.action AS "lastAction", e.actor_id::text AS "lastActorId", e.at AS "lastAt"
    FROM qualifications q
    LEFT JOIN LATERAL (
      SELECT d.outcome, d.reviewer_id, d.decided_at FROM decisions d JOIN submissions s ON s.id = d.submission_id
      WHERE s.qualification_id = q.id ORDER BY d.decided_at DESC LIMIT 1
    ) d ON true
    LEFT JOIN LATERAL (
      SELECT e.action, e.actor_id, e.at FROM audit_events e
      WHERE e.subject_id = q.id
        AND e.action IN ('review.claimed', 'review.released', 'review.claim_lapsed', 'qualification.withdrawn')
      ORDER BY e.at DESC, e.id DESC LIMIT 1
    ) e ON true
    WHERE q.id = ${id}::uuid`
  const said = async (now: Now, at: Date | null = null, byId: string | null = null): Promise<CaseNow> => ({
    now,
    ...(await doneBy(reader, byId, at)),
  })
  if (!row) return said('CLOSED')
  const { status, holderId, lastAction } = row
  if (holderId) return said('HELD', row.claimedAt, holderId)
  if (status === 'SUBMITTED' || status === 'IN_REVIEW') {
    const isReleased = status === 'SUBMITTED' && lastAction === 'review.released'
    return isReleased ? said('RELEASED', row.lastAt, row.lastActorId) : said('FREE')
  }
  if (row.outcome === status) return said(row.outcome, row.decidedAt, row.deciderId)
  const isWithdrawn = status === 'WITHDRAWN' && lastAction === 'qualification.withdrawn'
  return isWithdrawn ? said('WITHDRAWN', row.lastAt) : said('CLOSED')
}
