import { type Actor, can } from '@/lib/auth/actor'

/** What an original is taken out for. Each has a name in `cases.exporting.reasons` of both message files. */
export const EXPORT_REASONS = ['INSPECTION', 'AUTHORITY_REQUEST', 'DISPUTE', 'FORGERY_CHECK', 'OTHER'] as const
export type ExportReason = (typeof EXPORT_REASONS)[number]

/** Of a note, in UTF-16 code units. */
export const EXPORT_NOTE_MAX = 500

/** Whether a reason says enough: another than the usual ones wants words. */
export const isReasonComplete = (reason: ExportReason, note: string | null): boolean =>
  reason !== 'OTHER' || note !== null

/** Whether someone may take originals out at all, and it is not of an account that they belong to. */
export function mayExport(actor: Actor, { accountId }: { accountId: string }): boolean {
  return actor.kind === 'PERSON' && can(actor, 'document.export') && !actor.accountIds.includes(accountId)
}
