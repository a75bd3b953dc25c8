import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { transaction } from '@/lib/db/client'
import { changeAccessIn } from './access-changes/change-access'

/**
 * Lets a disabled colleague sign in again, with the roles that they had. An administrator or auditor who comes back is one
 * more of them, which takes a second administrator as granting the role does.
 *
 * @throws DomainError as changeAccessIn does
 */
export function enablePerson(actor: PersonActor, { userId }: { userId: string }): Promise<{ waits: boolean }> {
  return transaction((tx) => changeAccessIn(tx, actor, { kind: 'ENABLE', userId }))
}
