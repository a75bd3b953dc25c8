import 'server-only'
import type { AuditAction } from '@/lib/audit/events/all'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { ActorKind } from '@/lib/db/generated/enums'

/** Describes an act as the audit log records it. */
export type DossierEvent = {
  id: string
  at: Date
  action: AuditAction
  actorKind: ActorKind
  actorId: string | null
  capabilities: string[]
  data: unknown
}

/** Counts an act that one person did several times: how often, and when first and last. */
export type DossierCount = {
  action: AuditAction
  actorKind: ActorKind
  actorId: string | null
  /** Lists the capabilities that the act used: they show the role in which it was done. */
  capabilities: string[]
  /** The id of the document that was viewed; null for other acts. */
  fileId: string | null
  kind: string | null
  /** The page, from 1, and whether it was the small picture; null for other acts. */
  page: number | null
  variant: string | null
  count: number
  first: Date
  last: Date
}

/** The rows that are shown; `more` counts the others, which were earlier or rarer. */
export type CappedList<T> = { rows: T[]; more: number }

export type DossierActivity = {
  /** Status changes, each by itself, oldest first. */
  statusChanges: CappedList<DossierEvent>
  /** Views, by person. */
  views: CappedList<DossierCount>
  /** Exports and reveals, each by itself. */
  exports: CappedList<DossierEvent>
  /** Counts the work on drafts and refusals, by person. */
  work: CappedList<DossierCount>
}

const VIEWS: readonly AuditAction[] = ['document.viewed', 'document.viewed_by_member']
const EXPORTS: readonly AuditAction[] = [
  'document.exported',
  'qualification.dossier_exported',
  'qualification.declared_shown',
  'qualification.declared_read',
  'letter.downloaded',
]
/** Lists frequent acts, which are counted since each one says little. */
const WORK: readonly AuditAction[] = [
  'qualification.draft_saved',
  'document.taken_in',
  'document.ready',
  'document.refused',
  'document.removed',
  'phone_session.started',
  'phone_session.bound',
  'phone_session.ended',
  'letter.issued',
  'letter_link.started',
  'letter_link.opened',
  'letter_link.downloaded',
  'letter_link.ended',
  'act.refused',
  'act.refusals_counted',
]

/** The most events and the most counts that are shown, so that a dossier stays readable (docs/dossier.md). */
export const MAX_EVENTS = 500
export const MAX_COUNTS = 200

/**
 * Returns all acts on a qualification until a time. Status changes are listed one by one; frequent acts are counted in
 * the database, so that ten thousand views of a page take no more room than ten.
 */
export async function readActivity(qualificationId: string, until: Date): Promise<DossierActivity> {
  const grouped = [...VIEWS, ...EXPORTS, ...WORK]
  const [statusChanges, exports, views, work] = await Promise.all([
    readEvents(qualificationId, until, { notIn: grouped }),
    readEvents(qualificationId, until, { in: [...EXPORTS] }),
    readCounts(qualificationId, until, VIEWS),
    readCounts(qualificationId, until, WORK),
  ])
  return { statusChanges, exports, views, work }
}

async function readEvents(
  subjectId: string,
  until: Date,
  action: { in: AuditAction[] } | { notIn: AuditAction[] },
): Promise<CappedList<DossierEvent>> {
  const where = { subjectId, action, at: { lte: until } }
  const rows = await database().auditEvent.findMany({
    where,
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MAX_EVENTS + 1,
    select: { id: true, at: true, action: true, actorKind: true, actorId: true, capabilities: true, data: true },
  })
  const more = rows.length > MAX_EVENTS ? (await database().auditEvent.count({ where })) - MAX_EVENTS : 0
  const shown = rows.slice(0, MAX_EVENTS).toReversed()
  // The table holds only what recordAudit wrote.
  return { rows: shown.map(({ action, ...row }) => ({ ...row, action: action as AuditAction })), more }
}

async function readCounts(
  subjectId: string,
  until: Date,
  actions: readonly AuditAction[],
): Promise<CappedList<DossierCount>> {
  const rows = await database().$queryRaw<(DossierCount & { groups: number })[]>`
    SELECT action, actor_kind AS "actorKind", actor_id AS "actorId", capabilities, data->>'fileId' AS "fileId",
      (data->>'page')::int AS page, data->>'variant' AS variant, min(data->>'kind') AS kind, count(*)::int AS count, min(at) AS first, max(at) AS last,
      (count(*) OVER ())::int AS groups
    FROM (
      SELECT action, actor_kind, actor_id, capabilities, at,
        CASE WHEN action IN (${Prisma.join([...VIEWS])}) THEN data END AS data
      FROM audit_events
      WHERE subject_id = ${subjectId}::uuid AND at <= ${until} AND action IN (${Prisma.join([...actions])})
    ) e
    GROUP BY action, actor_kind, actor_id, capabilities, data->>'fileId', data->>'page', data->>'variant'
    ORDER BY max(at) DESC, min(at) DESC, page DESC NULLS FIRST, variant DESC
    LIMIT ${MAX_COUNTS}`
  const [first] = rows
  return {
    rows: rows.toReversed(),
    more: first ? first.groups - rows.length : 0,
  }
}
