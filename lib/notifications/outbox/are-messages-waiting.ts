import 'server-only'
import { database } from '@/lib/db/client'
import { configuredGateways } from '../gateways/gateways'
import { STALE_AFTER_DAYS } from './claim-messages'

/**
 * Says whether a message has been due for that long and no worker took it. Where nothing sends a channel, its messages
 * wait by design, and a message that waits for days is given up.
 */
export async function areMessagesWaiting({ seconds }: { seconds: number }): Promise<boolean> {
  const gateways = configuredGateways()
  const channels = (['SMS', 'EMAIL'] as const).filter((channel) => gateways[channel])
  if (channels.length === 0) return false
  const rows = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM outbox_messages
    WHERE state = 'PENDING' AND channel::text = ANY(${channels})
      AND due_at < clock_timestamp() - make_interval(secs => ${seconds})
      AND due_at > clock_timestamp() - make_interval(days => ${STALE_AFTER_DAYS}::int)
    LIMIT 1`
  return rows.length > 0
}
