import 'server-only'
import { blockPersonIn, unblockPersonIn } from '@/lib/accounts/block-person'
import type { PersonActor } from '@/lib/auth/actor'
import { transaction } from '@/lib/db/client'
import { releaseClaimsOf } from './release-claims-of'

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
