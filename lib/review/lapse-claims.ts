import 'server-only'
import { type Tx, transaction } from '@/lib/db/client'
import { recordLapse } from './record-lapse'

const BATCH = 100

type Claimed = { id: string; revision: number; reviewerId: string }

/**
 * Returns what nobody renewed to its old place in the queue. Run by the worker; a claim past its lease is nobody's even
 * before.
 *
 * @returns how many
 */
export async function lapseClaims(): Promise<number> {
  let total = 0
  for (;;) {
    const lapsed = await transaction(lapseSome)
    total += lapsed
    if (lapsed < BATCH) return total
  }
}

/** Rows that someone is at right now are left for the next sweep. */
async function lapseSome(tx: Tx): Promise<number> {
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
  for (const claim of lapsed) await recordLapse(tx, claim, 'LEASE_ENDED')
  return lapsed.length
}
