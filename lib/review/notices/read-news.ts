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
  /** The lead who took it back. */
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
  const [sent, found] = await Promise.all([readSent(actor), readNotices(actor)])
  const names = await staffNames(found.flatMap(({ byId }) => byId ?? []))
  const notices = found.map(({ byId, qualification, ...notice }) => ({
    ...notice,
    reference: qualification.reference,
    by: byId ? { name: names.get(byId) ?? null } : null,
  }))
  return { sent, notices }
}

const readSent = ({ id }: PersonActor) => database().$queryRaw<Sent[]>`
  SELECT q.id::text, q.reference, p.outcome::text,
    greatest(0, ceil(extract(epoch FROM p.due_at - clock_timestamp())))::int AS "secondsLeft"
  FROM pending_decisions p JOIN qualifications q ON q.id = p.qualification_id
  WHERE p.reviewer_id = ${id}::uuid
  ORDER BY p.due_at DESC, q.id`

const readNotices = ({ id: reviewerId }: PersonActor) =>
  database().reviewNotice.findMany({
    where: { reviewerId },
    orderBy: { at: 'desc' },
    omit: { reviewerId: true },
    include: { qualification: { select: { reference: true } } },
  })
