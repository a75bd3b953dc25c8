import 'server-only'
import { DomainError } from '@/lib/core/errors'

/** Files of one sender that are received and decoded at once, in this process. */
export const MOST_FLIGHTS = 24

// Next may load this module once for each bundle; files are counted for the process.
const shared = globalThis as typeof globalThis & { zhunxinFlights?: Map<string, number> }

/**
 * Counts what a sender has on its way while it is worked on. It lasts no longer than its request, so that the process
 * which has the request counts it, and nothing is left of it after a crash.
 *
 * @throws DomainError TRY_AGAIN
 */
export async function withinFlights<T>(sender: string, work: () => Promise<T>): Promise<T> {
  shared.zhunxinFlights ??= new Map()
  const flights = shared.zhunxinFlights
  const count = flights.get(sender) ?? 0
  if (count >= MOST_FLIGHTS) throw new DomainError('TRY_AGAIN', 'Too many files of one sender at once')
  flights.set(sender, count + 1)
  try {
    return await work()
  } finally {
    const left = (flights.get(sender) ?? 1) - 1
    if (left > 0) flights.set(sender, left)
    else flights.delete(sender)
  }
}
