import 'server-only'
import type { AuditAction } from '@/lib/audit/events/all'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { ActorKind } from '@/lib/db/generated/enums'

/** Something that was done, as the audit log has it. */
export type DossierEvent = {
  id: string
  at: Date
  action: AuditAction
  actorKind: ActorKind
  actorId: string | null
  capabilities: string[]
  data: unknown
}

/** The same thing, done several times by one person: how often, and when first and last. */
export type DossierCount = {
  action: AuditAction
  actorKind: ActorKind
  actorId: string | null
  /** Of the document, where one was looked at. */
  fileId: string | null
  kind: string | null
  count: number
  first: Date
  last: Date
}

/** As many as are told; `more`: how many of the others there are, which were earlier or rarer. */
export type Told<T> = { rows: T[]; more: number }

export type DossierActivity = {
  /** Each by itself, oldest first. */
  turns: Told<DossierEvent>
  /** What was looked at, by whom. */
  views: Told<DossierCount>
  /** What was taken out, or shown unmasked, each by itself. */
  exports: Told<DossierEvent>
  /** Work on drafts, and what was refused, by whom. */
  work: Told<DossierCount>
}

const VIEWS: readonly AuditAction[] = ['document.viewed', 'document.viewed_by_member']
const EXPORTS: readonly AuditAction[] = [
  'document.exported',
  'qualification.dossier_exported',
  'qualification.declared_shown',
]
/** Done often, and each by itself says little. */
const WORK: readonly AuditAction[] = [
  'qualification.draft_saved',
  'document.taken_in',
  'document.removed',
  'letter.issued',
  'act.refused',
  'act.refusals_counted',
]

/** Of events and of counts: a dossier stays a paper that someone can read, whatever was done (docs/dossier.md). */
export const MOST_EVENTS = 500
export const MOST_COUNTS = 200

/**
 * All that was done to a qualification until then. Turns stand one by one; what is done many times over is counted in the
 * database, so that ten thousand views take no more room than ten.
 */
export async function readActivity(qualificationId: string, until: Date): Promise<DossierActivity> {
  const grouped = [...VIEWS, ...EXPORTS, ...WORK]
  const [turns, exports, views, work] = await Promise.all([
    readEvents(qualificationId, until, { notIn: grouped }),
    readEvents(qualificationId, until, { in: [...EXPORTS] }),
    readCounts(qualificationId, until, VIEWS),
    readCounts(qualificationId, until, WORK),
  ])
  return { turns, exports, views, work }
}

async function readEvents(
  subjectId: string,
  until: Date,
  action: { in: AuditAction[] } | { notIn: AuditAction[] },
): Promise<Told<DossierEvent>> {
  const where = { subjectId, action, at: { lte: until } }
  const rows = await database().auditEvent.findMany({
    where,
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST_EVENTS + 1,
    select: { id: true, at: true, action: true, actorKind: true, actorId: true, capabilities: true, data: true },
  })
  const more = rows.length > MOST_EVENTS ? (await database().auditEvent.count({ where })) - MOST_EVENTS : 0
  const told = rows.slice(0, MOST_EVENTS).toReversed()
  // The table holds only what recordAudit wrote.
  return { rows: told.map(({ action, ...row }) => ({ ...row, action: action as AuditAction })), more }
}

async function readCounts(
  subjectId: string,
  until: Date,
  actions: readonly AuditAction[],
): Promise<Told<DossierCount>> {
  const rows = await database().$queryRaw<(DossierCount & { groups: number })[]>`
    SELECT action, actor_kind AS "actorKind", actor_id AS "actorId", data->>'fileId' AS "fileId",
      min(data->>'kind') AS kind, count(*)::int AS count, min(at) AS first, max(at) AS last,
      (count(*) OVER ())::int AS groups
    FROM (
      SELECT action, actor_kind, actor_id, at,
        CASE WHEN action IN (${Prisma.join([...VIEWS])}) THEN data END AS data
      FROM audit_events
      WHERE subject_id = ${subjectId}::uuid AND at <= ${until} AND action IN (${Prisma.join([...actions])})
    ) e
    GROUP BY action, actor_kind, actor_id, data->>'fileId'
    ORDER BY max(at) DESC
    LIMIT ${MOST_COUNTS}`
  const [first] = rows
  return {
    rows: rows.toReversed(),
    more: first ? first.groups - rows.length : 0,
  }
}
