import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { releaseClaimsOf } from '@/lib/review/claims/release-claims-of'
import { blockPersonIn, unblockPersonIn } from './block-person'

/**
 * Blocks a colleague at once, and returns what they hold to the queue, or unblocks them.
 *
 * @throws DomainError as blockPersonIn and unblockPersonIn do
 */
export async function blockStaff(
  actor: PersonActor,
  { userId, act }: { userId: string; act: 'BLOCK' | 'UNBLOCK' },
): Promise<void> {
  await transaction(async (tx) => {
    if (act === 'UNBLOCK') return unblockPersonIn(tx, actor, userId)
    await blockPersonIn(tx, actor, userId)
    await releaseClaimsOf(tx, userId, 'REVIEWER_BLOCKED')
  })
}
