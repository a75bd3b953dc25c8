import 'server-only'
import type { AuditEvent } from '@/lib/audit/events/all'
import { DAY, startOfDay } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { LIVE } from '@/lib/core/live-accounts'
import type { Tx } from '@/lib/db/client'
import type { ExportFormat, ExportReason, ExportSubject } from '@/lib/db/generated/enums'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import { MEDIA } from './formats'
import type { ExportFilters } from './schemas'

export type ExportRequest = {
  /** The events that follow have it as their subject. */
  id: string
  subject: ExportSubject
  format: ExportFormat
  filters: ExportFilters
  isMasked: boolean
  reason: ExportReason | null
  /** Says whether it waits for a second administrator. */
  waits: boolean
  /** Null for a list that is sent at once without counting all of it. */
  expected: number | null
  until: Date
}

/**
 * Returns the event of a requested export: its subject, filters, format and number of rows.
 *
 * @throws DomainError NOT_FOUND when no qualification has the reference: without one, the event means an export of
 *   everything
 */
export async function exportEvent(tx: Tx, request: Omit<ExportRequest, 'until'> & { asOf: Date }): Promise<AuditEvent> {
  const { id: exportId, subject, format, filters, isMasked, waits, reason, expected: rows, asOf } = request
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
  if (rows === null) throw new Error('Qualifications are counted before they are exported')
  const data = { format, rows, status, kind, from, until, qualificationId, exportId }
  if (isMasked) return { action: 'qualifications.exported', subjectId: null, data }
  return {
    action: waits ? 'qualifications.unmasking_requested' : 'qualifications.exported_unmasked',
    subjectId: null,
    data: { ...data, reason: reason ?? '' },
  }
}

/**
 * Returns the id of the qualification; one that was never submitted, or is a test, is found for an export of the log
 * only.
 */
async function idOf(tx: Tx, subject: ExportSubject, reference: string): Promise<string> {
  const submitted = subject === 'AUDIT' ? {} : { firstSubmittedAt: { not: null }, account: LIVE }
  const where = { AND: [{ reference: normaliseReference(reference) }, submitted] }
  const found = await tx.qualification.findFirst({ where, select: { id: true } })
  if (!found) throw new DomainError('NOT_FOUND', 'No qualification has this reference')
  return found.id
}

/** Returns the name of the file, such as `zhunxin-audit-2026-11-25.csv`. */
export const nameOf = (subject: ExportSubject, format: ExportFormat, date: string): string =>
  `zhunxin-${subject.toLowerCase()}-${date}.${MEDIA[format].extension}`
