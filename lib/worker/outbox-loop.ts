import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { log, logBug } from '@/lib/core/log'
import { claimMessages } from '@/lib/messaging/claim-messages'
import { configuredGateways, type Gateways } from '@/lib/messaging/gateways'
import { sendMessage } from '@/lib/messaging/send-message'
import { sweepOutbox } from '@/lib/messaging/sweep-outbox'

/** How many are on their way at once. */
const LANES = 8
const LOOK_EVERY = 0.5 * SECOND
const SWEEP_EVERY = 5 * SECOND
const PAUSE_AFTER_FAILURE = 5 * SECOND

export type OutboxLoop = { stop(): Promise<void> }

/**
 * Sends what is due, again and again. Several workers may do so at once. Without a gateway for a channel its messages
 * stay where they are.
 */
export function startOutboxLoop(gateways: Gateways = configuredGateways()): OutboxLoop {
  const channels = (['SMS', 'EMAIL'] as const).filter((channel) => gateways[channel] !== null)
  if (channels.length === 0) return { stop: async () => {} }
  log.info({ sms: gateways.SMS?.name, mail: gateways.EMAIL?.name }, 'messages leave')

  const onTheirWay = new Set<Promise<void>>()
  let wake = () => {}
  let isStopping = false
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, isStopping ? 0 : milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const begin = (sending: Promise<void>) => {
    const ended = sending
      .catch((error: unknown) => logBug(error, { room: 'outbox' })) // left behind: the sweep takes it up
      .finally(() => {
        onTheirWay.delete(ended)
        wake()
      })
    onTheirWay.add(ended)
  }

  const run = async () => {
    let sweptAt = 0
    while (!isStopping) {
      try {
        if (Date.now() - sweptAt >= SWEEP_EVERY) {
          await sweepOutbox(channels)
          sweptAt = Date.now()
        }
        const free = LANES - onTheirWay.size
        const claimed = free > 0 ? await claimMessages(channels, free) : []
        for (const message of claimed) begin(sendMessage(message, gateways))
        if (free === 0 || claimed.length < free) await pause(LOOK_EVERY)
      } catch (error) {
        logBug(error, { room: 'outbox' })
        await pause(PAUSE_AFTER_FAILURE)
      }
    }
    await Promise.all(onTheirWay)
  }

  const running = run()
  return {
    async stop() {
      isStopping = true
      wake()
      await running
    },
  }
}
