import { type Actor, can } from '@/lib/actor/actor'
import type { ExportReason } from '@/lib/db/generated/enums'

/** Limits a note, in UTF-16 code units. */
export const EXPORT_NOTE_MAX = 500

/** Returns whether a reason is complete: one outside the list needs words. */
export const isReasonComplete = (reason: ExportReason, note: string | null): boolean =>
  reason !== 'OTHER' || note !== null

/** Returns whether the person may export originals, which must not be of an account that they belong to. */
export function mayExport(actor: Actor, { accountId }: { accountId: string }): boolean {
  return actor.kind === 'PERSON' && can(actor, 'document.export') && !actor.accountIds.includes(accountId)
}
