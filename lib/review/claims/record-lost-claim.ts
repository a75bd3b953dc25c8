import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { auditInsert, recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'

export type ClaimLossReason = 'LEASE_ENDED' | 'REVIEWER_DISABLED' | 'REVIEWER_BLOCKED' | 'ROLE_TAKEN'

type LostClaim = { id: string; revision: number; reviewerId: string }

const eventOf = ({ id, revision, reviewerId }: LostClaim, because: ClaimLossReason) =>
  ({ action: 'review.claim_lapsed', subjectId: id, data: { revision, reviewerId, because } }) as const

/**
 * Records that a claim ended without an act of its holder: its lease ended, or the holder was disabled, blocked or lost
 * the role.
 */
export async function recordLostClaim(tx: Tx, lost: LostClaim, because: ClaimLossReason): Promise<void> {
  await recordAudit(tx, SYSTEM, eventOf(lost, because))
}

/**
 * Returns the INSERT of the same event, for a statement that claims the case for another. It takes a FROM, as
 * `auditInsert` does.
 */
export const lostClaimInsert = (lost: LostClaim, because: ClaimLossReason): Prisma.Sql =>
  auditInsert(SYSTEM, eventOf(lost, because)).insert
