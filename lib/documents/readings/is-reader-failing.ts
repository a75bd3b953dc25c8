import 'server-only'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'

/**
 * Returns whether photographs are not read: one has waited for ten minutes, or the reader failed at one again and again
 * within the last hour. Uploads and submissions continue all the same.
 */
export async function isReaderFailing(): Promise<boolean> {
  if (env().READ_DOCUMENTS === '0') return false
  const unread = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM readings WHERE state <> 'READ' AND CASE state
      WHEN 'WAITING' THEN created_at <= clock_timestamp() - interval '10 minutes'
      ELSE leased_until >= clock_timestamp() - interval '1 hour' END
    LIMIT 1`
  return unread.length > 0
}
