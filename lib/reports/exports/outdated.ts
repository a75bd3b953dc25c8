import 'server-only'
import type { Reader } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'

/**
 * Holds for an unmasked export when something was erased since: the erased data may be in it, so the erasure deletes
 * it. One that waited for a second administrator was not written before it was allowed.
 */
export const OUTDATED = Prisma.sql`(
  NOT x.is_masked AND EXISTS (SELECT FROM erasures e WHERE e.at >= greatest(x.until, x.decided_at)))`

export async function isOutdated(reader: Reader, exportId: string): Promise<boolean> {
  const [row] = await reader.$queryRaw<[{ is: boolean }]>`
    SELECT ${OUTDATED} AS is FROM exports x WHERE x.id = ${exportId}::uuid`
  return row.is
}
