import 'server-only'
import type { Tx } from '@/lib/db/client'
import { type LapseReason, recordLapse } from './record-lapse'

/** Returns all that someone holds to its old place in the queue, in the transaction of what is done to them. */
export async function releaseClaimsOf(tx: Tx, userId: string, because: LapseReason): Promise<void> {
  const released = await tx.qualification.updateManyAndReturn({
    where: { reviewerId: userId, status: 'IN_REVIEW' },
    data: { status: 'SUBMITTED', reviewerId: null, claimedAt: null, leaseEndsAt: null },
    select: { id: true, revision: true },
  })
  for (const { id, revision } of released) await recordLapse(tx, { id, revision, reviewerId: userId }, because)
}
