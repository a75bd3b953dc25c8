import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { type Actor, can } from '@/lib/actor/actor'
import type { AuditAction } from '@/lib/audit/events/all'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { ActorKind } from '@/lib/db/generated/enums'

/** Describes an event of a qualification in the audit log. */
export type StoryEvent = {
  id: string
  at: Date
  action: AuditAction
  actorKind: ActorKind
  /** Names a member of staff; null for applicants. */
  actorName: string | null
  /** Holds codes, numbers and commitments. */
  data: unknown
}

/**
 * Events that everyone who sees the queue may know: the states that it went through, who held it when, and which files
 * came from somebody else than its applicant.
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

const HOLDS: readonly AuditAction[] = ['legal_hold.placed', 'legal_hold.lifted']

/** More events than a qualification usually has; the audit log itself has the others. */
const MAX = 200

type Subject = { id: string; accountId: string; createdAt: Date }

/**
 * Returns the events, newest first; all of them, and those of its legal holds, for people who read the audit log.
 */
export async function readStoryEvents(actor: Actor, { id: subjectId, ...of }: Subject): Promise<StoryEvent[]> {
  const rows = await database().auditEvent.findMany({
    where: can(actor, 'audit.read')
      ? { OR: [{ subjectId }, ...(await ofHolds({ id: subjectId, ...of }))] }
      : { subjectId, action: { in: [...TURNS] } },
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

/**
 * Returns what finds the events of the holds that protect a qualification, or did: its own, and those of its whole
 * account that were not lifted before it was started. They have the account as their subject.
 */
async function ofHolds({ id, accountId, createdAt }: Subject): Promise<Prisma.AuditEventWhereInput[]> {
  const holds = await database().legalHold.findMany({
    where: {
      OR: [{ qualificationId: id }, { accountId, OR: [{ liftedAt: null }, { liftedAt: { gte: createdAt } }] }],
    },
    select: { id: true },
  })
  const of = { subjectId: accountId, action: { in: [...HOLDS] } }
  return holds.map((hold) => ({ ...of, data: { path: ['holdId'], equals: hold.id } }))
}
