import 'server-only'
import { database } from '@/lib/db/client'

/** Days for which deliveries are stored, also those that wait for an endpoint that is off. */
const STORED_DAYS = 30

/** Deletes old deliveries, which contain what receivers answered, and secrets that have ended. */
export async function purgeDeliveries(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM webhook_deliveries
    WHERE state <> 'SENDING' AND happened_at < clock_timestamp() - make_interval(days => ${STORED_DAYS}::int)`
  await database().$executeRaw`DELETE FROM webhook_secrets WHERE ends_at <= clock_timestamp()`
}
