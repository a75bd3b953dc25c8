import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import type { AuditAction } from '@/lib/audit/events/all'
import { type Actor, can } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { ActorKind } from '@/lib/db/generated/enums'
import { readCursor, writeCursor } from '@/lib/review/cursor'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import type { AuditFilters } from './schemas'

/** How many events a page of the log has. */
export const PAGE = 50

export type AuditEntry = {
  id: string
  at: Date
  action: AuditAction
  actorKind: ActorKind
  actorId: string | null
  /** Of staff; applicants have none here. */
  actorName: string | null
  /** Of the qualification that it is about. */
  reference: string | null
  subjectId: string | null
}

/** `next` continues where this page ends; null on the last one. */
export type AuditPage = { entries: AuditEntry[]; next: string | null }

/**
 * A page of the audit log, newest first.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readAuditLog(actor: Actor, filters: AuditFilters): Promise<AuditPage> {
  if (!can(actor, 'audit.read')) throw new DomainError('FORBIDDEN', 'Not of the audit log')
  const from = readCursor(filters.before)
  const rows = await database().$queryRaw<Omit<AuditEntry, 'actorName'>[]>`
    SELECT e.id, e.at, e.action, e.actor_kind AS "actorKind", e.actor_id AS "actorId", q.reference,
      e.subject_id AS "subjectId"
    FROM audit_events e
    LEFT JOIN qualifications q ON q.id = e.subject_id
    WHERE ${conditionsOf(filters)} ${from ? Prisma.sql`AND (e.at, e.id) < (${from.at}, ${from.id}::uuid)` : Prisma.empty}
    ORDER BY e.at DESC, e.id DESC
    LIMIT ${PAGE + 1}`
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const names = await staffNames(page.flatMap(({ actorId }) => actorId ?? []))
  return {
    entries: page.map((row) => ({ ...row, actorName: row.actorId ? (names.get(row.actorId) ?? null) : null })),
    next: rows.length > PAGE && last ? writeCursor(last) : null,
  }
}

/** What an event has to be, to stand in a narrowed log. */
export function conditionsOf({ action, reference, subject }: Omit<AuditFilters, 'before'>): Prisma.Sql {
  const wanted = [
    Prisma.sql`TRUE`,
    ...(action ? [Prisma.sql`e.action = ${action}`] : []),
    ...(subject ? [Prisma.sql`e.subject_id = ${subject}::uuid`] : []),
    ...(reference
      ? [Prisma.sql`e.subject_id = (SELECT id FROM qualifications WHERE reference = ${normaliseReference(reference)})`]
      : []),
  ]
  return Prisma.join(wanted, ' AND ')
}
