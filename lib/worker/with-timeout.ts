import 'server-only'
import { logBug } from '@/lib/core/log'
import { startTimeout } from '@/lib/core/timers'

/** Milliseconds that a probe has. */
export const TIMEOUT = 3_000

/**
 * Returns what a probe finds; null when it fails, which is logged, or takes longer than three seconds.
 *
 * @param about what is logged with its failure
 */
export async function withTimeout<T>(probe: () => Promise<T>, about: Record<string, string>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = startTimeout(() => resolve(null), TIMEOUT).unref()
  })
  try {
    return await Promise.race([probe(), late])
  } catch (error) {
    logBug(error, about)
    return null
  } finally {
    clearTimeout(timer)
  }
}
