import 'server-only'
import { logBug } from '@/lib/core/log'

/** How long a probe has, in milliseconds. */
export const PATIENCE = 3_000

/**
 * Returns what a probe finds; null when it fails, which is logged, or takes longer than three seconds.
 *
 * @param about what is logged with its failure
 */
export async function inTime<T>(probe: () => Promise<T>, about: Record<string, string>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE).unref()
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
