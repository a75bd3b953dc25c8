import 'server-only'
import type { NewRoles } from '@/lib/accounts/access-change'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { changeAccessIn } from './access-changes/change-access'
import { returnClaimsAfter } from './return-claims-after'

/**
 * Gives a colleague other roles; from who reviews no more, what they hold returns to the queue, as one act. Where
 * Administrator or Auditor is granted or removed, the whole change waits for a second administrator.
 *
 * @throws DomainError as changeAccessIn does
 */
export async function changeRoles(actor: PersonActor, roles: NewRoles): Promise<{ waits: boolean }> {
  return transaction(async (tx) => {
    const change = { kind: 'ROLES', ...roles } as const
    const outcome = await changeAccessIn(tx, actor, change)
    if (!outcome.waits) await returnClaimsAfter(tx, change)
    return outcome
  })
}
