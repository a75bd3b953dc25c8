import 'server-only'
import { type Tx, transaction } from '@/lib/db/client'
import { recordLostClaim } from './record-lost-claim'

const BATCH = 100

type Claimed = { id: string; revision: number; reviewerId: string }

/**
 * Returns cases whose claims nobody renewed to their old places in the queue. The worker runs it; a claim past its
 * lease is nobody's even before.
 *
 * @returns how many
 */
export async function expireClaims(): Promise<number> {
  let total = 0
  for (;;) {
    const lapsed = await transaction(expireSome)
    total += lapsed
    if (lapsed < BATCH) return total
  }
}

/** Skips rows that someone has locked until the next sweep. */
async function expireSome(tx: Tx): Promise<number> {
  const lapsed = await tx.$queryRaw<Claimed[]>`
    SELECT id, revision, reviewer_id AS "reviewerId" FROM qualifications
    WHERE status = 'IN_REVIEW' AND lease_ends_at <= clock_timestamp()
    ORDER BY is_urgent DESC, queue_place, id
    LIMIT ${BATCH}
    FOR UPDATE SKIP LOCKED`
  await tx.qualification.updateMany({
    where: { id: { in: lapsed.map(({ id }) => id) } },
    data: { status: 'SUBMITTED', reviewerId: null, claimedAt: null, leaseEndsAt: null },
  })
  for (const claim of lapsed) await recordLostClaim(tx, claim, 'LEASE_ENDED')
  return lapsed.length
}
