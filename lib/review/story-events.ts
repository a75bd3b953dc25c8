import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import type { AuditAction } from '@/lib/audit/events/all'
import { type Actor, can } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'
import type { ActorKind } from '@/lib/db/generated/enums'

/** What happened to a qualification, as the audit log has it. */
export type StoryEvent = {
  id: string
  at: Date
  action: AuditAction
  actorKind: ActorKind
  /** Of staff; applicants have none here. */
  actorName: string | null
  /** Codes, numbers and commitments. */
  data: unknown
}

/** What everyone who sees the queue may know: the states that it went through and who held it when. */
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
]

/** More than a qualification has, save one that people quarrel over; the audit log itself has the rest. */
const MOST = 200

/** Newest first: all of it for who reads the audit log. */
export async function readStoryEvents(actor: Actor, qualificationId: string): Promise<StoryEvent[]> {
  const rows = await database().auditEvent.findMany({
    where: { subjectId: qualificationId, ...(can(actor, 'audit.read') ? {} : { action: { in: [...TURNS] } }) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST,
    select: { id: true, at: true, action: true, actorKind: true, actorId: true, data: true },
  })
  const names = await staffNames(rows.flatMap(({ actorId }) => actorId ?? []))
  return rows.map(({ id, at, action, actorKind, actorId, data }) => ({
    id,
    at,
    action: action as AuditAction, // the table holds only what recordAudit wrote
    actorKind,
    actorName: actorId ? (names.get(actorId) ?? null) : null,
    data,
  }))
}
