import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { runNextVerification } from '@/lib/reports/verifications/run-verification'
import { startTurns, type Turns } from './turns'

const LOOK_EVERY = 2 * SECOND

/** Verifies the audit log when someone asked for it. A worker that ends leaves it to another. */
export function startVerificationLoop(): Turns {
  const over = new AbortController()
  const turns = startTurns('audit verification', async () =>
    (await runNextVerification(over.signal)) ? 0 : LOOK_EVERY,
  )
  return {
    stop() {
      over.abort()
      return turns.stop()
    },
  }
}
