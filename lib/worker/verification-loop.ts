import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { runNextVerification } from '@/lib/reports/verifications/run-verification'
import { type Loop, startLoop } from './loop'

const CHECK_EVERY = 2 * SECOND

/** Verifies the audit log on request. A worker that stops leaves it to another. */
export function startVerificationLoop(): Loop {
  const over = new AbortController()
  const turns = startLoop('audit verification', async () =>
    (await runNextVerification(over.signal)) ? 0 : CHECK_EVERY,
  )
  return {
    stop() {
      over.abort()
      return turns.stop()
    },
  }
}
