import 'server-only'
import type { Tx } from '@/lib/db/client'

// A file that two qualifications use is erased with the last of them. If both were erased at the same time, each would
// take the other for the last. So erasures within one account run one after the other.

const LOCK = 0x5a58_4552 // the class of advisory locks for erasing

/** Waits until nobody else erases in the account, and prevents it until the transaction ends. */
export async function lockErasing(tx: Tx, accountId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::int, hashtext(${accountId}))`
}

/**
 * Does the same without waiting, for a caller that holds locks already. Returns false when another transaction has it.
 */
export async function tryLockErasing(tx: Tx, accountId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ isClaimed: boolean }]>`
    SELECT pg_try_advisory_xact_lock(${LOCK}::int, hashtext(${accountId})) AS "isClaimed"`
  return row.isClaimed
}
