import 'server-only'
import { database } from '@/lib/db/client'
import { LIES_DAYS } from './claim-messages'
import { configuredGateways } from './gateways'

/**
 * Whether a message is due for so long and nobody took it. Where nothing sends a channel, its messages wait by design, and
 * what waits for days is given up.
 */
export async function areMessagesWaiting({ seconds }: { seconds: number }): Promise<boolean> {
  const gateways = configuredGateways()
  const channels = (['SMS', 'EMAIL'] as const).filter((channel) => gateways[channel])
  if (channels.length === 0) return false
  const rows = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM outbox_messages
    WHERE state = 'PENDING' AND channel::text = ANY(${channels})
      AND due_at < clock_timestamp() - make_interval(secs => ${seconds})
      AND due_at > clock_timestamp() - make_interval(days => ${LIES_DAYS}::int)
    LIMIT 1`
  return rows.length > 0
}
