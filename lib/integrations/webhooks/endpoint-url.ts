import 'server-only'
import { env } from '@/lib/core/env'
import { isLoopbackAddress, isPublicAddress, literalAddress } from './delivery/public-address'

export type UrlProblem = 'URL_WRONG' | 'URL_NOT_HTTPS' | 'URL_NOT_PUBLIC'

/** Returns whether this portal connects to an address: a public one, or where a test says so its own machine's. */
export function mayReach(address: string): boolean {
  return isPublicAddress(address) || (env().WEBHOOKS_TO_LOOPBACK === '1' && isLoopbackAddress(address))
}

/**
 * Returns what is wrong with the address of an endpoint, or null. Names are looked up at each attempt, and not here.
 */
export function urlProblem(text: string): UrlProblem | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash) return 'URL_WRONG'
  const address = literalAddress(url.hostname)
  if (address !== null && !mayReach(address)) return 'URL_NOT_PUBLIC'
  const isOwnMachine = address !== null && isLoopbackAddress(address)
  return url.protocol === 'https:' || isOwnMachine ? null : 'URL_NOT_HTTPS'
}
