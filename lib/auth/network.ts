import 'server-only'
import { isIP } from 'node:net'
import { plainAddress } from '@/lib/core/network-address'

/**
 * The network that an address belongs to, as far as one party can be told from another: an IPv4 address is its own; of
 * IPv6 anyone at all is given a /64, so that counting single addresses would count nothing.
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address)
  if (!plain) return 'unknown'
  return isIP(plain) === 4 ? plain : `${groupsOf(plain).slice(0, 4).join(':')}::/64`
}

/** What one party is often given whole, or rents: a /24 of IPv4, a /48 of IPv6. */
export function prefixOf(address: string): string {
  const network = networkOf(address)
  if (isIP(network) === 4) return `${network.split('.').slice(0, 3).join('.')}.0/24`
  return network.endsWith('::/64') ? `${network.split(':').slice(0, 3).join(':')}::/48` : network
}

/** The eight groups of an IPv6 address, in the URL standard's spelling. */
function groupsOf(address: string): string[] {
  const [before = '', after = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const left = before.split(':').filter(Boolean)
  const right = after.split(':').filter(Boolean)
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
}

/**
 * An address as its own person may see it again: enough to tell home from abroad, too little to find anyone by. Null when
 * it is none.
 */
export function maskedNetwork(address: string): string | null {
  const prefix = prefixOf(address)
  if (prefix === 'unknown') return null
  return prefix.includes(':') ? prefix.replace('::/48', ':*') : prefix.replace('.0/24', '.*')
}
