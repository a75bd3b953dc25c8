import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { changeAccessIn } from './access-changes/change-access'
import { returnClaimsAfter } from './return-claims-after'

/**
 * Disables someone, and returns what they hold to the queue, as one act; an administrator or auditor, when a second
 * administrator consents. A person who is just claiming something waits on the person's row, as we do: either their
 * claim is seen here, or they are seen disabled there.
 *
 * @throws DomainError as changeAccessIn does
 */
export async function disableStaff(actor: PersonActor, { userId }: { userId: string }): Promise<{ waits: boolean }> {
  return transaction(async (tx) => {
    const change = { kind: 'DISABLE', userId } as const
    const outcome = await changeAccessIn(tx, actor, change)
    if (!outcome.waits) await returnClaimsAfter(tx, change)
    return outcome
  })
}
