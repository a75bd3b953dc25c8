import 'server-only'
import { database } from '@/lib/db/client'

/** Deletes counts of limits whose time is over. They limit nobody, and their keys are blind indexes of addresses and numbers. */
export async function purgeLimits(): Promise<void> {
  await database().$executeRaw`DELETE FROM rate_limits WHERE expire < extract(epoch FROM clock_timestamp()) * 1000`
}
