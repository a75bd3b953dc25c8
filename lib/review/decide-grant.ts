import 'server-only'
import { confirmGrantIn, refuseGrantIn } from '@/lib/accounts/confirm-grant'
import type { PersonActor } from '@/lib/auth/actor'
import { capabilitiesOf } from '@/lib/auth/capabilities'
import { transaction } from '@/lib/db/client'
import { releaseClaimsOf } from './release-claims-of'

/**
 * Agrees to roles that another administrator asked for, or refuses them; from who reviews no more, what they hold returns
 * to the queue, as one act.
 *
 * @throws DomainError as confirmGrantIn and refuseGrantIn do
 */
export async function decideGrant(
  actor: PersonActor,
  { grantId, decision }: { grantId: string; decision: 'CONFIRM' | 'REFUSE' },
): Promise<void> {
  await transaction(async (tx) => {
    if (decision === 'REFUSE') return refuseGrantIn(tx, actor, grantId)
    const confirmed = await confirmGrantIn(tx, actor, grantId)
    if (confirmed.userId === null || capabilitiesOf(confirmed.roles).includes('review.decide')) return
    await releaseClaimsOf(tx, confirmed.userId, 'ROLE_TAKEN')
  })
}
