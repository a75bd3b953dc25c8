import { type Actor, can } from '@/lib/actor/actor'

/**
 * Returns whether the person may export all that is known of a qualification, which must not be of an account of
 * theirs.
 */
export function mayMakeDossier(actor: Actor, { accountId }: { accountId: string }): boolean {
  if (actor.kind !== 'PERSON' || actor.accountIds.includes(accountId)) return false
  return can(actor, 'audit.export') && can(actor, 'audit.read') && can(actor, 'qualification.read')
}

/**
 * Returns whether pictures are included: only for people who may export documents, and never when masked
 * (docs/decisions/0029).
 */
export const holdsPictures = (actor: Actor, isMasked: boolean): boolean => !isMasked && can(actor, 'document.export')
