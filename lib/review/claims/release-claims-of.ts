import 'server-only'
import type { Tx } from '@/lib/db/client'
import { type ClaimLossReason, recordLostClaim } from './record-lost-claim'

/**
 * Returns all cases that a person holds to their old places in the queue, in the transaction that disables them or
 * removes their role.
 */
export async function releaseClaimsOf(tx: Tx, userId: string, because: ClaimLossReason): Promise<void> {
  const released = await tx.qualification.updateManyAndReturn({
    where: { reviewerId: userId, status: 'IN_REVIEW' },
    data: { status: 'SUBMITTED', reviewerId: null, claimedAt: null, leaseEndsAt: null },
    select: { id: true, revision: true },
  })
  for (const { id, revision } of released) await recordLostClaim(tx, { id, revision, reviewerId: userId }, because)
}
