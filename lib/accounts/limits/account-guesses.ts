import 'server-only'
import { DAY, SECOND } from '@/lib/core/clock'
import { networkOf } from '@/lib/core/network/network'
import { consume, keyOf, limiter } from './limiter'
import { consumeGuess, consumeTry, forgetMisses, recordMiss, slowing } from './slow-guesses'

const STRANGERS = slowing('account', { atOnce: 3, remembered: DAY })
/** Limits each known browser in the same way: a thief of its cookie guesses no more often than a stranger. */
const KNOWN = slowing('device', { atOnce: 3, remembered: DAY })
/** Each try at a password costs a hash. */
const knownByNetwork = limiter('guess-known-network', 10, SECOND)

/**
 * Names what is guessed at: the password of an address or number that someone types, which need not exist, or that of a
 * session's person, or their second factors. A right password clears no misses at the second factors.
 */
export type Guessed = { email: string } | { phone: string } | { passwordOf: string } | { factorsOf: string }

type AccountGuess = {
  at: Guessed
  address: string
  /** Identifies the row of the browser, if this person signed in with it before (`findKnownDevice`). */
  knownDevice: string | null
}

/** Records the outcome; called by the function that consumed the guess. */
export type Guess = { hit(): Promise<void>; missed(): Promise<void> }

/**
 * Takes a guess at an account. Those of all unknown browsers are counted together, from whatever networks they come. A
 * known browser has a count of its own: no stranger uses it up, and they can't keep its owner out.
 *
 * @throws DomainError RATE_LIMITED with the seconds to wait
 */
export async function consumeAccountGuess({ at, address, knownDevice }: AccountGuess): Promise<Guess> {
  const account = await accountKey(at)
  if (knownDevice !== null) return consumeKnownGuess(`${knownDevice}:${account}`, address)
  const ofNetwork = await consumeGuess({ address })
  await consumeTry(STRANGERS, account)
  return {
    hit: () => forgetMisses(STRANGERS, account),
    async missed() {
      await ofNetwork.missed()
      await recordMiss(STRANGERS, account)
    },
  }
}

async function consumeKnownGuess(key: string, address: string): Promise<Guess> {
  await consume(knownByNetwork, await keyOf('address', networkOf(address)))
  await consumeTry(KNOWN, key)
  return { hit: () => forgetMisses(KNOWN, key), missed: () => recordMiss(KNOWN, key) }
}

async function accountKey(at: Guessed): Promise<string> {
  if ('email' in at) return keyOf('email', at.email)
  if ('phone' in at) return keyOf('phone', at.phone)
  return 'passwordOf' in at ? `password:${at.passwordOf}` : at.factorsOf
}
