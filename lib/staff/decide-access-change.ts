import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { confirmChangeIn } from './access-changes/confirm-change'
import { refuseChangeIn } from './access-changes/refuse-change'
import { returnClaimsAfter } from './return-claims-after'

/**
 * Confirms a change of access that another administrator requested, refuses it, or withdraws one's own. What a person
 * holds who may review no more returns to the queue, in the same transaction.
 *
 * @throws DomainError as confirmChangeIn and refuseChangeIn do
 */
export async function decideAccessChange(
  actor: PersonActor,
  { changeId, decision }: { changeId: string; decision: 'CONFIRM' | 'REFUSE' },
): Promise<void> {
  await transaction(async (tx) => {
    if (decision === 'REFUSE') return refuseChangeIn(tx, actor, changeId)
    const change = await confirmChangeIn(tx, actor, changeId)
    if (change) await returnClaimsAfter(tx, change)
  })
}
