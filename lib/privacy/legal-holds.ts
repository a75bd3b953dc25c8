import { type Actor, can } from '@/lib/auth/actor'

/** Why something must not be erased. Each has a name in `retention.holds.reasons` of both message files. */
export const HOLD_REASONS = ['AUTHORITY_REQUEST', 'DISPUTE', 'INVESTIGATION', 'OTHER'] as const

/** What it lies on: one qualification, or all of its account, also what is begun later. */
export const HOLD_COVERS = ['QUALIFICATION', 'ACCOUNT'] as const
export type HoldCovers = (typeof HOLD_COVERS)[number]

/** Of a note, in UTF-16 code units. */
export const HOLD_NOTE_MAX = 500

/** Where what staff wrote about why is sealed. */
export const holdNotePlace = (row: string) => ({ table: 'legal_holds', column: 'note_sealed', row })

/** Whether someone places and lifts holds at all, and it is not of an account that they belong to. */
export function mayHold(actor: Actor, { accountId }: { accountId: string }): boolean {
  return actor.kind === 'PERSON' && can(actor, 'privacy.manage') && !actor.accountIds.includes(accountId)
}
