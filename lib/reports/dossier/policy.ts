import { type Actor, can } from '@/lib/auth/actor'

/** Whether someone may take out all that is known of a qualification, and it is not of an account that they belong to. */
export function mayMakeDossier(actor: Actor, { accountId }: { accountId: string }): boolean {
  if (actor.kind !== 'PERSON' || actor.accountIds.includes(accountId)) return false
  return can(actor, 'audit.export') && can(actor, 'audit.read') && can(actor, 'qualification.read')
}

/** Pictures are documents: they are for who may take documents out, and in no masked dossier (docs/decisions/0029). */
export const holdsPictures = (actor: Actor, isMasked: boolean): boolean => !isMasked && can(actor, 'document.export')
