import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { startTimeout } from '@/lib/core/timers'

const PAUSE_AFTER_FAILURE = 5 * SECOND

export type Loop = { stop(): Promise<void> }

/** `wake` starts the next round at once, or right after the current one. */
export type WakingLoop = Loop & { wake(): void }

/**
 * Does something again and again, one turn at a time. A turn that fails is logged, and comes back after a while.
 *
 * @param turn resolves with the milliseconds until the next
 */
export function startLoop(room: string, round: () => Promise<number>): WakingLoop {
  let isStopping = false
  let isWoken = false
  let resume = () => {}
  const pause = (milliseconds: number) =>
    new Promise<void>((done) => {
      const timer = startTimeout(done, isStopping || isWoken ? 0 : milliseconds)
      resume = () => {
        clearTimeout(timer)
        done()
      }
    })
  const run = async () => {
    while (!isStopping) {
      isWoken = false
      const milliseconds = await round().catch((error: unknown) => {
        logBug(error, { room })
        return PAUSE_AFTER_FAILURE
      })
      if (milliseconds > 0) await pause(milliseconds)
    }
  }
  const running = run()
  return {
    wake() {
      isWoken = true
      resume()
    },
    async stop() {
      isStopping = true
      resume()
      await running
    },
  }
}
