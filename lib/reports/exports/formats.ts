export const EXPORT_SUBJECTS = ['AUDIT', 'QUALIFICATIONS'] as const
export type ExportSubject = (typeof EXPORT_SUBJECTS)[number]

/** BUNDLE is a ZIP with which each entry is proved to be the log's; see docs/audit-log.md. */
export const EXPORT_FORMATS = ['CSV', 'XLSX', 'JSONL', 'BUNDLE'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export const FORMATS_OF: Readonly<Record<ExportSubject, readonly ExportFormat[]>> = {
  AUDIT: EXPORT_FORMATS,
  QUALIFICATIONS: ['CSV', 'XLSX', 'JSONL'],
}

export const MEDIA: Readonly<Record<ExportFormat, { mediaType: string; extension: string }>> = {
  CSV: { mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
  XLSX: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx' },
  JSONL: { mediaType: 'application/jsonl', extension: 'jsonl' },
  BUNDLE: { mediaType: 'application/zip', extension: 'zip' },
}

/** Up to so many rows are sent at once, in a second or two; more are made by the worker. */
export const AT_ONCE = 20_000

/** For how long a result is kept for who asked. */
export const KEPT_DAYS = 7

/** What personal data is taken out unmasked for. Each has a name in `reports.reasons` of both message files. */
export const UNMASK_REASONS = ['INSPECTION', 'AUTHORITY_REQUEST', 'DISPUTE', 'FORGERY_CHECK'] as const
