import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { type Actor, can } from '@/lib/actor/actor'
import type { AuditAction } from '@/lib/audit/events/all'
import { cursorsOf } from '@/lib/core/cursor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { ActorKind } from '@/lib/db/generated/enums'
import { beyond, pageOf } from '@/lib/db/keyset'
import { auditConditions } from './audit-conditions'
import type { AuditFilters } from './schemas'

export const AUDIT_CURSORS = cursorsOf('audit-log')

/** A page of the log has this many events. */
export const PAGE = 50

export type AuditEntry = {
  id: string
  at: Date
  action: AuditAction
  actorKind: ActorKind
  actorId: string | null
  /** Names the member of staff; null for applicants. */
  actorName: string | null
  /** The reference of the qualification that the event is about. */
  reference: string | null
  subjectId: string | null
  /** Says whether it is of a test account or a test key. */
  isTest: boolean
}

/** `next` continues where this page ends; null on the last one. */
export type AuditPage = { entries: AuditEntry[]; next: string | null }

/**
 * Returns a page of the audit log, newest first.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readAuditLog(actor: Actor, filters: AuditFilters): Promise<AuditPage> {
  if (!can(actor, 'audit.read')) throw new DomainError('FORBIDDEN', 'Not of the audit log')
  const from = AUDIT_CURSORS.read(filters.before)
  const rows = await database().$queryRaw<Omit<AuditEntry, 'actorName'>[]>`
    SELECT e.id, e.at, e.action, e.actor_kind AS "actorKind", e.actor_id AS "actorId", q.reference,
      e.subject_id AS "subjectId", e.is_test AS "isTest"
    FROM audit_events e
    LEFT JOIN qualifications q ON q.id = e.subject_id
    WHERE ${auditConditions(filters)} AND ${beyond(Prisma.sql`e.at, e.id`, from, 'desc')}
    ORDER BY e.at DESC, e.id DESC
    LIMIT ${PAGE + 1}`
  const { page, end } = pageOf(rows, PAGE)
  const names = await staffNames(page.flatMap(({ actorId }) => actorId ?? []))
  return {
    entries: page.map((row) => ({ ...row, actorName: row.actorId ? (names.get(row.actorId) ?? null) : null })),
    next: end ? AUDIT_CURSORS.write(end) : null,
  }
}
