import 'server-only'
import { type Tx, transaction } from '@/lib/db/client'
import type { ClaimedDelivery } from './claim-deliveries'
import { settleFailedIn } from './settle-delivery'

/**
 * Seconds after which a delivery that is being sent belongs to a worker that stopped. No attempt lasts half as long.
 */
const LEFT_BEHIND_SECONDS = 30
const BATCH = 100

/** Returns deliveries that a worker left behind to the queue: they may have arrived, and are sent again. */
export async function sweepDeliveries(): Promise<void> {
  await transaction(async (tx) => {
    for (const row of await leftBehind(tx)) {
      await settleFailedIn(tx, row, { failure: 'LEFT_BEHIND', answer: null, isGone: false })
    }
  })
}

const leftBehind = (tx: Tx) => tx.$queryRaw<Pick<ClaimedDelivery, 'id' | 'endpointId' | 'attempts'>[]>`
  SELECT id, endpoint_id AS "endpointId", attempts FROM webhook_deliveries
  WHERE state = 'SENDING' AND claimed_at <= clock_timestamp() - make_interval(secs => ${LEFT_BEHIND_SECONDS})
  ORDER BY claimed_at LIMIT ${BATCH}
  FOR UPDATE SKIP LOCKED`
