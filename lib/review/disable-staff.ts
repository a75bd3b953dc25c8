import 'server-only'
import { disablePersonIn } from '@/lib/accounts/disable-person'
import type { PersonActor } from '@/lib/auth/actor'
import { transaction } from '@/lib/db/client'
import { releaseClaimsOf } from './release-claims-of'

/**
 * Disables someone, and returns what they hold to the queue, as one act. Whoever is just claiming something waits on
 * the person's row, as we do: either their claim is seen here, or they are seen disabled there.
 *
 * @throws DomainError as disablePersonIn does
 */
export async function disableStaff(actor: PersonActor, { userId }: { userId: string }): Promise<void> {
  await transaction(async (tx) => {
    await disablePersonIn(tx, actor, userId)
    await releaseClaimsOf(tx, userId, 'REVIEWER_DISABLED')
  })
}
