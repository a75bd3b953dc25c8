import 'server-only'
import { HOME_ZONE } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { STORED_DAYS } from './use-days'

/** Deletes the counts of days that are long over. */
export async function purgeKeyUses(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM api_key_uses WHERE day <= (clock_timestamp() AT TIME ZONE ${HOME_ZONE})::date - ${STORED_DAYS}::int`
}
