import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import type { Actor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { visibleTo } from '@/lib/qualifications/policy'
import { auditConditions } from './audit-conditions'
import { AUDIT_CURSORS, type AuditEntry, PAGE, readAuditLog } from './audit-log'
import type { AuditFilters } from './schemas'

export type AuditLine = AuditEntry & {
  /** The name of the member of staff that the event is about. */
  subjectName: string | null
  /** Says that the reader may open the qualification that the event is about. */
  isOpen: boolean
  /** Holds codes, numbers and commitments. */
  data: unknown
}

/**
 * `newer` and `older` are the values of `before` on those pages: undefined where there is no such page, null for the
 * newest page.
 */
export type AuditLinesPage = { lines: AuditLine[]; newer: string | null | undefined; older: string | undefined }

/**
 * Returns a page of the audit log with everything that is shown of it.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readAuditPage(actor: Actor, filters: AuditFilters): Promise<AuditLinesPage> {
  const { entries, next } = await readAuditLog(actor, filters)
  const subjects = entries.flatMap(({ subjectId }) => subjectId ?? [])
  const [names, open, data, newer] = await Promise.all([
    staffNames(subjects),
    openTo(actor, subjects),
    dataOf(entries),
    newerThan(filters),
  ])
  const lines = entries.map((entry) => ({
    ...entry,
    subjectName: names.get(entry.subjectId ?? '') ?? null,
    isOpen: open.has(entry.subjectId ?? ''),
    data: data.get(entry.id),
  }))
  return { lines, newer, older: next ?? undefined }
}

async function openTo(actor: Actor, ids: string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const where = { AND: [{ id: { in: ids } }, visibleTo(actor)] }
  const found = await database().qualification.findMany({ where, select: { id: true } })
  return new Set(found.map(({ id }) => id))
}

async function dataOf(entries: readonly AuditEntry[]): Promise<ReadonlyMap<string, unknown>> {
  const found = await database().auditEvent.findMany({
    where: { id: { in: entries.map(({ id }) => id) } },
    select: { id: true, data: true },
  })
  return new Map(found.map(({ id, data }) => [id, data]))
}

/**
 * Returns the cursor of the page before. This page starts behind its cursor, so the page before contains the cursor's
 * own event and those just above it; its cursor is the next event up, if there is one.
 */
async function newerThan(filters: AuditFilters): Promise<string | null | undefined> {
  const here = AUDIT_CURSORS.read(filters.before)
  if (!here) return undefined
  const rows = await database().$queryRaw<{ id: string; at: Date }[]>`
    SELECT e.id, e.at FROM audit_events e
    WHERE ${auditConditions(filters)} AND (e.at, e.id) >= (${here.at}, ${here.id}::uuid)
    ORDER BY e.at, e.id
    OFFSET ${PAGE} LIMIT 1`
  return rows[0] ? AUDIT_CURSORS.write(rows[0]) : null
}
