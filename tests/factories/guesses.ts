import { database } from '@/lib/db/client'

/**
 * Holds the windows of guesses open whose key contains a text: a limit that is reached stays so, however long a test
 * takes.
 */
export const holdWindows = (part: string) =>
  database().$executeRaw`
    UPDATE rate_limits SET expire = 9999999999999 WHERE key LIKE 'guess-%' AND key LIKE ${`%${part}%`}`

/** Ends them; the misses are remembered. */
export const endWindows = (part: string) =>
  database().$executeRaw`UPDATE rate_limits SET expire = 0 WHERE key LIKE 'guess-%' AND key LIKE ${`%${part}%`}`
