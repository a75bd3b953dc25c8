import 'server-only'
import type { AuditEvent } from '@/lib/audit/events/all'
import { DAY, startOfDay } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import { type ExportFormat, type ExportSubject, MEDIA } from './formats'
import type { ExportFilters } from './schemas'

export type Order = {
  /** Null when it is sent at once. */
  id: string | null
  subject: ExportSubject
  format: ExportFormat
  filters: ExportFilters
  isMasked: boolean
  reason: string | null
  expected: number
  until: Date
}

/**
 * The event of an export that was asked for: of what, narrowed to what, in which format, and how many rows there were.
 *
 * @throws DomainError NOT_FOUND when no qualification has the reference: an event without one says that everything left
 */
export async function orderEvent(tx: Tx, order: Omit<Order, 'until'> & { asOf: Date }): Promise<AuditEvent> {
  const { id: exportId, subject, format, filters, isMasked, reason, expected: rows, asOf } = order
  const { from = null, until = null, reference, action, actor = null, status = null, kind = null } = filters
  const qualificationId = reference ? await idOf(tx, subject, reference) : null
  if (subject === 'AUDIT') {
    const end = until ? new Date(Math.min(asOf.getTime(), startOfDay(until).getTime() + DAY)) : asOf
    const data = {
      format,
      rows,
      from: from && startOfDay(from).toISOString(),
      to: end.toISOString(),
      actions: action ? [action] : [],
      qualificationId,
      actorId: actor,
      exportId,
    }
    return { action: 'audit.exported', subjectId: null, data }
  }
  const data = { format, rows, status, kind, from, until, qualificationId, exportId }
  if (isMasked) return { action: 'qualifications.exported', subjectId: null, data }
  return { action: 'qualifications.exported_unmasked', subjectId: null, data: { ...data, reason: reason ?? '' } }
}

/** The log also tells of what was never handed in. */
async function idOf(tx: Tx, subject: ExportSubject, reference: string): Promise<string> {
  const handedIn = subject === 'AUDIT' ? {} : { firstSubmittedAt: { not: null } }
  const where = { AND: [{ reference: normaliseReference(reference) }, handedIn] }
  const found = await tx.qualification.findFirst({ where, select: { id: true } })
  if (!found) throw new DomainError('NOT_FOUND', 'No qualification has this reference')
  return found.id
}

/** Of the file, such as `zhunxin-audit-2026-11-25.csv`. */
export const nameOf = (subject: ExportSubject, format: ExportFormat, date: string): string =>
  `zhunxin-${subject.toLowerCase()}-${date}.${MEDIA[format].extension}`
