import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { startTimeout } from '@/lib/core/timers'
import type { Loop } from './loop'

const CHECK_EVERY = 0.5 * SECOND
const SWEEP_EVERY = 5 * SECOND
const PAUSE_AFTER_FAILURE = 5 * SECOND

type Work<T> = {
  room: string
  /** The most that is sent at once. */
  lanes: number
  /** Claims up to so many rows that are due. */
  claim: (count: number) => Promise<T[]>
  send: (claimed: T) => Promise<void>
  /** Looks every few seconds after what killed workers left behind. */
  sweep: () => Promise<void>
}

/** Sends what is due, again and again, several at once. Several workers may do so at once. */
export function startLanes<T>({ room, lanes, claim, send, sweep }: Work<T>): Loop {
  const onTheirWay = new Set<Promise<void>>()
  let wake = () => {}
  let isStopping = false
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = startTimeout(resolve, isStopping ? 0 : milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const begin = (sending: Promise<void>) => {
    const ended = sending
      .catch((error: unknown) => logBug(error, { room })) // the sweep claims it later
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
          await sweep()
          sweptAt = Date.now()
        }
        const free = lanes - onTheirWay.size
        const claimed = free > 0 ? await claim(free) : []
        for (const one of claimed) begin(send(one))
        if (free === 0 || claimed.length < free) await pause(CHECK_EVERY)
      } catch (error) {
        logBug(error, { room })
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
