import 'server-only'
import { database } from '@/lib/db/client'

/**
 * Deletes counts of limits whose time ended an hour ago: they limit nobody, and their keys are blind indexes of
 * addresses and numbers. Counts are dated by the clocks of portals. What an act is counted in right now is passed over:
 * waiting for it could be a deadlock.
 */
export async function purgeLimits(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM rate_limits WHERE key IN (
      SELECT key FROM rate_limits
      WHERE expire < extract(epoch FROM clock_timestamp() - interval '1 hour') * 1000
      FOR UPDATE SKIP LOCKED)`
}
