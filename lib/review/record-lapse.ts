import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import type { Tx } from '@/lib/db/client'

export type LapseReason = 'LEASE_ENDED' | 'REVIEWER_DISABLED' | 'REVIEWER_BLOCKED' | 'ROLE_TAKEN'

/** A claim ends without its holder's doing: the clock, or what was done to the holder, is not their act. */
export async function recordLapse(
  tx: Tx,
  { id, revision, reviewerId }: { id: string; revision: number; reviewerId: string },
  because: LapseReason,
): Promise<void> {
  const data = { revision, reviewerId, because }
  await recordAudit(tx, SYSTEM, { action: 'review.claim_lapsed', subjectId: id, data })
}
