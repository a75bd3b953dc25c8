import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import type { Outcome, ReviewNoticeReason } from '@/lib/db/generated/enums'

/** A decision that its reviewer sent, and can still undo. */
export type Sent = { id: string; reference: string; outcome: Outcome; secondsLeft: number }

/** Describes what a reviewer has to know of a case that they no longer decide. */
export type Notice = {
  id: string
  qualificationId: string
  reference: string
  reason: ReviewNoticeReason
  /** Names the lead who took it back. */
  by: { name: string | null } | null
  isDecisionDropped: boolean
  at: Date
}

export type News = { sent: Sent[]; notices: Notice[] }

/**
 * Returns what a reviewer sent and can still undo, newest first, and what they did not dismiss yet.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readNews(actor: PersonActor): Promise<News> {
  if (!can(actor, 'review.decide')) throw new DomainError('FORBIDDEN', 'Not a reviewer')
  const { id } = actor
  const [{ sent, found }] = await database().$queryRaw<[{ sent: Sent[]; found: Found[] }]>`
    SELECT to_jsonb(ARRAY(
        SELECT jsonb_build_object('id', q.id, 'reference', q.reference, 'outcome', p.outcome,
          'secondsLeft', greatest(0, ceil(extract(epoch FROM p.due_at - clock_timestamp())))::int)
        FROM pending_decisions p JOIN qualifications q ON q.id = p.qualification_id
        WHERE p.reviewer_id = ${id}::uuid ORDER BY p.due_at DESC, q.id)) AS sent,
      to_jsonb(ARRAY(
        SELECT jsonb_build_object('id', n.id, 'qualificationId', n.qualification_id, 'reference', q.reference,
          'reason', n.reason, 'byId', n.by_id, 'isDecisionDropped', n.is_decision_dropped, 'at', n.at)
        FROM review_notices n JOIN qualifications q ON q.id = n.qualification_id
        WHERE n.reviewer_id = ${id}::uuid ORDER BY n.at DESC)) AS found`
  const names = await staffNames(found.flatMap(({ byId }) => byId ?? []))
  const notices = found.map(({ byId, at, ...notice }) => ({
    ...notice,
    by: byId ? { name: names.get(byId) ?? null } : null,
    at: new Date(at),
  }))
  return { sent, notices }
}

type Found = Omit<Notice, 'by' | 'at'> & { byId: string | null; at: string }
