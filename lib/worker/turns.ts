import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'

const PAUSE_AFTER_FAILURE = 5 * SECOND

export type Turns = { stop(): Promise<void> }

/**
 * Does something again and again, one turn at a time. A turn that fails is logged, and comes back after a while.
 *
 * @param turn resolves with the milliseconds until the next
 */
export function startTurns(room: string, turn: () => Promise<number>): Turns {
  let isStopping = false
  let wake = () => {}
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, isStopping ? 0 : milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const run = async () => {
    while (!isStopping) {
      const milliseconds = await turn().catch((error: unknown) => {
        logBug(error, { room })
        return PAUSE_AFTER_FAILURE
      })
      if (milliseconds > 0) await pause(milliseconds)
    }
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
