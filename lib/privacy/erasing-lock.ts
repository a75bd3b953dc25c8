import 'server-only'
import type { Tx } from '@/lib/db/client'

// A file that two qualifications rest on goes with the last of them: erased at the same time, each would take the other
// for the last. So of one account one is erased after the other.

const LOCK = 0x5a58_4552 // of all advisory locks, those of whoever erases

/** Waits until nobody else erases what is of the account, and until the end of the transaction nobody else does. */
export async function waitToErase(tx: Tx, accountId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::int, hashtext(${accountId}))`
}

/** The same without waiting, for who holds locks already: false when somebody else is at it. */
export async function claimErasing(tx: Tx, accountId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ isClaimed: boolean }]>`
    SELECT pg_try_advisory_xact_lock(${LOCK}::int, hashtext(${accountId})) AS "isClaimed"`
  return row.isClaimed
}
