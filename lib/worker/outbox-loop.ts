import 'server-only'
import { log } from '@/lib/core/log'
import { configuredGateways, type Gateways } from '@/lib/notifications/gateways/gateways'
import { claimMessages } from '@/lib/notifications/outbox/claim-messages'
import { sendMessage } from '@/lib/notifications/outbox/send-message'
import { sweepOutbox } from '@/lib/notifications/outbox/sweep-outbox'
import { startLanes } from './lanes'
import type { Loop } from './loop'

/** Limits the messages that are sent at once. */
const LANES = 8

/** Sends messages that are due. Without a gateway for a channel its messages stay where they are. */
export function startOutboxLoop(gateways: Gateways = configuredGateways()): Loop {
  const channels = (['SMS', 'EMAIL'] as const).filter((channel) => gateways[channel] !== null)
  if (channels.length === 0) return { stop: async () => {} }
  log.info({ sms: gateways.SMS?.name, mail: gateways.EMAIL?.name }, 'messages leave')
  return startLanes({
    room: 'outbox',
    lanes: LANES,
    claim: (count) => claimMessages(channels, count),
    send: (message) => sendMessage(message, gateways),
    sweep: () => sweepOutbox(channels),
  })
}
