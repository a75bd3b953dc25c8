// Each stage of a run has a limit, and so has the whole: a run that hangs says what it was doing, and ends.
import { StartError } from '../prepare/folders.mjs'
import { childrenOf, endProcesses } from './process-tree.mjs'

const MINUTE = 60_000
/** Counts the milliseconds between two looks at the clock. */
const LOOK_EVERY = 500

/** Limits the minutes for all of `npm test`. */
const ALL = Number(process.env.ZHUNXIN_TEST_MINUTES || 85)

let deadline = Number.POSITIVE_INFINITY

/** Starts the clock of the whole run. */
export function limitRun(minutes = ALL) {
  deadline = Date.now() + minutes * MINUTE
}

/**
 * Starts the clock of a stage, which has its own minutes and never more than the run.
 *
 * @returns {{ isOver: () => boolean, took: () => string }}
 */
export function limitStage(minutes) {
  const start = Date.now()
  return {
    isOver: () => Date.now() >= Math.min(start + minutes * MINUTE, deadline),
    took: () => `${((Date.now() - start) / MINUTE).toFixed(1)} min`,
  }
}

/** Calls what ends a stage when its time is over; returns a function that stops the clock. */
export function whenOver({ isOver }, end) {
  const timer = setInterval(() => {
    if (!isOver()) return
    clearInterval(timer)
    end()
  }, LOOK_EVERY)
  return () => clearInterval(timer)
}

/**
 * Does what all other stages need. Over its limit everything ends, since nothing can continue without it.
 *
 * @throws StartError when it takes longer
 */
export async function within(minutes, name, work) {
  const limit = limitStage(minutes)
  let stop
  const tooLong = new Promise((_, reject) => {
    stop = whenOver(limit, async () => {
      await endProcesses(childrenOf(process.pid))
      reject(new StartError(`failed: ${name} took longer than it may: ${limit.took()}.`))
    })
  })
  try {
    // What was ended fails, too: the reason is the limit.
    return await Promise.race([work().catch((error) => (limit.isOver() ? tooLong : Promise.reject(error))), tooLong])
  } finally {
    stop()
  }
}
