import 'server-only'
import { logBug } from '@/lib/core/log'
import { startTimeout } from '@/lib/core/timers'
import { PROBE_LIMIT } from './probe-limit'

/** Holds the result of a probe; `found` is null when it takes longer than three seconds, or fails with an error. */
export type Tried<T> = { readonly found: T | null; readonly error?: unknown }

/**
 * Returns what a probe finds. An error of the probe is logged and returned.
 *
 * @param about what is logged with its failure
 */
export async function tryInTime<T>(probe: () => Promise<T>, about: Record<string, string>): Promise<Tried<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Tried<T>>((resolve) => {
    timer = startTimeout(() => resolve({ found: null }), PROBE_LIMIT).unref()
  })
  try {
    return await Promise.race([probe().then((found) => ({ found })), late])
  } catch (error) {
    logBug(error, about)
    return { found: null, error }
  } finally {
    clearTimeout(timer)
  }
}

/** Returns what a probe finds; null when it fails, which is logged, or takes longer than three seconds. */
export async function withTimeout<T>(probe: () => Promise<T>, about: Record<string, string>): Promise<T | null> {
  return (await tryInTime(probe, about)).found
}
