import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { startTimeout } from '@/lib/core/timers'

const PAUSE_AFTER_FAILURE = 5 * SECOND

export type Loop = { stop(): Promise<void> }

/**
 * `wake` starts the next round at once, or right after the current one. `isPausing` says that it waits for its next
 * round.
 */
export type WakingLoop = Loop & { wake(): void; isPausing(): boolean }

/** Wakes one loop that waits for its next round. Returns false where none does. */
export function wakeAnother(loops: readonly WakingLoop[]): boolean {
  const resting = loops.find((loop) => loop.isPausing())
  resting?.wake()
  return resting !== undefined
}

/**
 * Wakes one loop, which is as many as one piece of work needs; where none is at rest, each looks again after its round.
 */
export function wakeOne(loops: readonly WakingLoop[]): void {
  if (!wakeAnother(loops)) wakeAll(loops)
}

export function wakeAll(loops: readonly WakingLoop[]): void {
  for (const loop of loops) loop.wake()
}

/**
 * Does something again and again, one turn at a time. A turn that fails is logged, and comes back after a while.
 *
 * @param turn resolves with the milliseconds until the next
 */
export function startLoop(room: string, round: () => Promise<number>): WakingLoop {
  let isStopping = false
  let isWoken = false
  let isPausing = false
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
      if (milliseconds === 0) continue
      isPausing = true
      await pause(milliseconds)
      isPausing = false
    }
  }
  const running = run()
  return {
    wake() {
      isWoken = true
      resume()
    },
    isPausing: () => isPausing && !isWoken,
    async stop() {
      isStopping = true
      resume()
      await running
    },
  }
}
