import { type Actor, can } from '@/lib/actor/actor'

/** Lists what a hold can cover: one qualification, or all of its account, with those that are started later. */
export const HOLD_COVERS = ['QUALIFICATION', 'ACCOUNT'] as const
export type HoldCovers = (typeof HOLD_COVERS)[number]

/** Limits a note, in UTF-16 code units. */
export const HOLD_NOTE_MAX = 500

/** Returns the place of the sealed note that states the reason. */
export const holdNotePlace = (row: string) => ({ table: 'legal_holds', column: 'note_sealed', row })

/** Says whether the actor may place and lift holds on this account. Nobody may on an account of their own. */
export function mayHold(actor: Actor, { accountId }: { accountId: string }): boolean {
  return actor.kind === 'PERSON' && can(actor, 'privacy.manage') && !actor.accountIds.includes(accountId)
}
