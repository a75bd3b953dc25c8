import 'server-only'
import { database } from '@/lib/db/client'

/** Deletes codes after a day, since they count for limits of sending within a day and nothing else. */
export async function purgeSignInCodes(): Promise<void> {
  await database().$executeRaw`DELETE FROM sign_in_codes WHERE created_at < clock_timestamp() - interval '1 day'`
}
