import 'server-only'
import { isIP } from 'node:net'
import { plainAddress } from './network-address'

/**
 * Returns the network that an address belongs to, as far as one party can be distinguished from another: an IPv4
 * address is its own; in IPv6 everyone gets a /64, so that counting single addresses would count nothing.
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address)
  if (!plain) return 'unknown'
  return isIP(plain) === 4 ? plain : `${groupsOf(plain).slice(0, 4).join(':')}::/64`
}

/** Returns the prefix that one party often owns or rents as a whole: a /24 of IPv4, a /48 of IPv6. */
export function prefixOf(address: string): string {
  const network = networkOf(address)
  if (isIP(network) === 4) return `${network.split('.').slice(0, 3).join('.')}.0/24`
  return network.endsWith('::/64') ? `${network.split(':').slice(0, 3).join(':')}::/48` : network
}

/** Returns the eight groups of an IPv6 address, in the URL standard's spelling. */
function groupsOf(address: string): string[] {
  const [before = '', after = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const left = before.split(':').filter(Boolean)
  const right = after.split(':').filter(Boolean)
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
}
