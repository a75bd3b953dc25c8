import { z } from 'zod'
import { code, count, event, id } from '../define'

/**
 * `from` and `until` are dates; null narrows nothing. So many rows were there. `exportId` is the subject of its end.
 */
const asked = {
  format: code('asItIs'),
  rows: count,
  status: code('status').nullable(),
  kind: code('applicantKind').nullable(),
  from: code('asItIs').nullable(),
  until: code('asItIs').nullable(),
  qualificationId: id.nullable(),
  exportId: id.nullable(),
}

export const REPORT_EVENTS = [
  /** A list of qualifications, with what is personal in it masked. */
  event('qualifications.exported', null, asked),
  /** The same as it was declared. */
  event('qualifications.exported_unmasked', null, { ...asked, reason: code('exportReason') }),
  /** The same was requested, and waits for a second administrator; `export.finished` says that it was written. */
  event('qualifications.unmasking_requested', null, { ...asked, reason: code('exportReason') }),
  /** A second administrator allowed a list of so many rows, or refused it; or nobody answered in time. */
  event('export.allowed', 'EXPORT', { rows: count }),
  event('export.refused', 'EXPORT', { rows: count }),
  event('export.lapsed', 'EXPORT', { rows: count }),
  /** The worker finished the requested export; `rows` counts its rows. */
  event('export.finished', 'EXPORT', { rows: count, bytes: count }),
  /**
   * An export that is sent at once was sent to its end, or the connection broke off; a killed portal records neither.
   */
  event('export.sent', 'EXPORT', { rows: count, bytes: count }),
  event('export.broken_off', 'EXPORT', { rows: count, bytes: count }),
  event('export.failed', 'EXPORT', { failure: code('exportFailure') }),
  event('export.cancelled', 'EXPORT', {}),
  /** The requester downloaded it; a download that broke off and was resumed is part of it. */
  event('export.downloaded', 'EXPORT', {}),
  event('report.saved', 'REPORT', { subject: code('exportSubject'), format: code('asItIs'), isMonthly: z.boolean() }),
  event('report.removed', 'REPORT', {}),
] as const
