import 'server-only'
import type { RateLimiterPostgres } from 'rate-limiter-flexible'
import { HOUR, SECOND } from '@/lib/core/clock'
import { networkOf } from '@/lib/core/network/network'
import { consume, keyOf, limiter } from './limiter'

const LONGEST_WAIT = 900

/**
 * Guessing gets slower: so many tries at once, and after each so many misses the wait until the next ones doubles, up
 * to a quarter of an hour.
 */
type Slowing = { atOnce: number; tries: RateLimiterPostgres; misses: RateLimiterPostgres }

/** @param remembered the milliseconds from the first miss until all are forgotten */
export function slowing(kind: string, { atOnce, remembered }: { atOnce: number; remembered: number }): Slowing {
  return {
    atOnce,
    tries: limiter(`guess-${kind}`, atOnce, SECOND),
    misses: limiter(`miss-${kind}`, atOnce, remembered),
  }
}

const guessesByNetwork = slowing('network', { atOnce: 10, remembered: HOUR })

/**
 * Takes a guess at a secret that names no account, for the network that it comes from. A network's misses stay: a
 * person who has an account there could clear them as they go.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function consumeGuess({ address }: { address: string }): Promise<{ missed(): Promise<void> }> {
  const network = await keyOf('address', networkOf(address))
  await consumeTry(guessesByNetwork, network)
  return { missed: () => recordMiss(guessesByNetwork, network) }
}

/**
 * Takes a try before it is known whether it hits, so that no number of them at once slips by.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function consumeTry({ atOnce, tries, misses }: Slowing, key: string): Promise<void> {
  const missed = (await misses.get(key))?.consumedPoints ?? 0
  await consume(tries, key, { customDuration: waitAfter(missed, atOnce) })
}

export async function recordMiss({ misses }: Slowing, key: string): Promise<void> {
  await misses.penalty(key)
}

export async function forgetMisses({ tries, misses }: Slowing, key: string): Promise<void> {
  await Promise.all([tries.delete(key), misses.delete(key)])
}

/** Seconds in which `atOnce` tries are allowed, after so many misses. */
export const waitAfter = (missed: number, atOnce: number): number =>
  Math.min(LONGEST_WAIT, 2 ** Math.floor(missed / atOnce))
