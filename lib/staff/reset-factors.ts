import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { changeAccessIn } from './access-changes/change-access'

/**
 * Removes all second factors of a staff member who lost them: they set up new ones when they next sign in. For an
 * administrator or auditor it takes a second administrator.
 *
 * @throws DomainError as changeAccessIn does
 */
export function resetFactors(actor: PersonActor, { userId }: { userId: string }): Promise<{ waits: boolean }> {
  return transaction((tx) => changeAccessIn(tx, actor, { kind: 'RESET_FACTORS', userId }))
}
