import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db/client'

export type ClaimLossReason = 'LEASE_ENDED' | 'REVIEWER_DISABLED' | 'REVIEWER_BLOCKED' | 'ROLE_TAKEN'

/**
 * Records that a claim ended without an act of its holder: its lease ended, or the holder was disabled, blocked or lost
 * the role.
 */
export async function recordLostClaim(
  tx: Tx,
  { id, revision, reviewerId }: { id: string; revision: number; reviewerId: string },
  because: ClaimLossReason,
): Promise<void> {
  const data = { revision, reviewerId, because }
  await recordAudit(tx, SYSTEM, { action: 'review.claim_lapsed', subjectId: id, data })
}
