import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { decideTests } from '@/lib/review/decisions/decide-tests'
import { takeEffect } from '@/lib/review/decisions/take-effect'
import { type Loop, startLoop } from './loop'

const CHECK_EVERY = SECOND
const PAUSE_AFTER_FAILURE = 5 * SECOND

/**
 * Lets decisions that were sent take effect when they are due, and decides tests. Several workers may do so at once.
 */
export function startDecisionLoop(): Loop {
  return startLoop('decisions', async () => {
    const done = [await takeEffect(), await decideTests()]
    return done.some(({ hasFailed }) => hasFailed) ? PAUSE_AFTER_FAILURE : CHECK_EVERY
  })
}
