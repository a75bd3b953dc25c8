import { type Actor, can } from '@/lib/actor/actor'
import { mayFileAsClient, playsStaff } from '@/lib/qualifications/policy'

/**
 * Says whether the actor may record filings of this account. Nobody may for an account of their own; a test key plays
 * staff.
 */
export function mayFile(actor: Actor, { accountId }: { accountId: string }): boolean {
  if (playsStaff(actor) || mayFileAsClient(actor, { accountId })) return true
  return actor.kind === 'PERSON' && can(actor, 'filing.manage') && !actor.accountIds.includes(accountId)
}
