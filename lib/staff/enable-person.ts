import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { changeAccessIn } from './access-changes/change-access'

/**
 * Lets a disabled staff member sign in again, with the roles that they had. To enable an administrator or auditor adds
 * one, which takes a second administrator as granting the role does.
 *
 * @throws DomainError as changeAccessIn does
 */
export function enablePerson(actor: PersonActor, { userId }: { userId: string }): Promise<{ waits: boolean }> {
  return transaction((tx) => changeAccessIn(tx, actor, { kind: 'ENABLE', userId }))
}
