import 'server-only'
import { claimDeliveries } from '@/lib/integrations/webhooks/delivery/claim-deliveries'
import { deliver } from '@/lib/integrations/webhooks/delivery/deliver'
import { sweepDeliveries } from '@/lib/integrations/webhooks/delivery/sweep-deliveries'
import { startLanes } from './lanes'
import type { Loop } from './loop'

/** Limits the webhooks that are sent at once. */
const LANES = 12

/** Delivers webhooks that are due. */
export function startWebhookLoop(): Loop {
  return startLanes({
    room: 'webhooks',
    lanes: LANES,
    claim: claimDeliveries,
    send: (delivery) => deliver(delivery),
    sweep: sweepDeliveries,
  })
}
