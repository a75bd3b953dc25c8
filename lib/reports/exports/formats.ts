import { ExportFormat, type ExportReason, type ExportSubject } from '@/lib/db/generated/enums'

export const FORMATS_OF: Readonly<Record<ExportSubject, readonly ExportFormat[]>> = {
  AUDIT: Object.values(ExportFormat),
  QUALIFICATIONS: ['CSV', 'XLSX', 'JSONL'],
}

export const MEDIA: Readonly<Record<ExportFormat, { mediaType: string; extension: string }>> = {
  CSV: { mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
  XLSX: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx' },
  JSONL: { mediaType: 'application/jsonl', extension: 'jsonl' },
  BUNDLE: { mediaType: 'application/zip', extension: 'zip' },
}

/** Exports with up to this many rows are counted first, and sent at once, in a second or two. */
export const MAX_COUNTED_ROWS = 20_000

/**
 * Returns up to how many rows an export is sent at once; the worker writes longer ones. What the database itself writes
 * is sent at any length.
 */
export const maxRowsAtOnce = (subject: ExportSubject, format: ExportFormat): number =>
  subject === 'AUDIT' && (format === 'CSV' || format === 'JSONL') ? Number.POSITIVE_INFINITY : MAX_COUNTED_ROWS

/** A result is stored for this long for the person who requested it. */
export const STORED_DAYS = 7

/**
 * Lists the reasons for exporting personal data unmasked. Each has a name in `reports.reasons` of both message
 * files.
 */
export const UNMASK_REASONS = [
  'INSPECTION',
  'AUTHORITY_REQUEST',
  'DISPUTE',
  'FORGERY_CHECK',
] as const satisfies readonly ExportReason[]
