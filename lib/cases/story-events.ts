import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { type Actor, can } from '@/lib/actor/actor'
import type { AuditAction } from '@/lib/audit/events/all'
import { database } from '@/lib/db/client'
import type { ActorKind } from '@/lib/db/generated/enums'

/** An event of a qualification in the audit log. */
export type StoryEvent = {
  id: string
  at: Date
  action: AuditAction
  actorKind: ActorKind
  /** The name of a member of staff; null for applicants. */
  actorName: string | null
  /** Codes, numbers and commitments. */
  data: unknown
}

/**
 * Events that everyone who sees the queue may know: the states that it went through, who held it when, and which files came from
 * somebody else than its applicant.
 */
const TURNS: readonly AuditAction[] = [
  'qualification.submitted',
  'qualification.withdrawn',
  'qualification.lapsed',
  'qualification.expired',
  'qualification.suspended',
  'qualification.resumed',
  'qualification.revoked',
  'review.claimed',
  'review.released',
  'review.claim_lapsed',
  'review.urgency_set',
  'review.decided',
  'filing.changed',
  'letter_link.file_confirmed',
]

/** More events than a qualification usually has; the audit log itself has the others. */
const MAX = 200

/** Returns the events, newest first; all of them for people who read the audit log. */
export async function readStoryEvents(actor: Actor, qualificationId: string): Promise<StoryEvent[]> {
  const rows = await database().auditEvent.findMany({
    where: { subjectId: qualificationId, ...(can(actor, 'audit.read') ? {} : { action: { in: [...TURNS] } }) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MAX,
    select: { id: true, at: true, action: true, actorKind: true, actorId: true, data: true },
  })
  const names = await staffNames(rows.flatMap(({ actorId }) => actorId ?? []))
  return rows.map(({ id, at, action, actorKind, actorId, data }) => ({
    id,
    at,
    action: action as AuditAction, // the table has only what `recordAudit` wrote
    actorKind,
    actorName: actorId ? (names.get(actorId) ?? null) : null,
    data,
  }))
}
