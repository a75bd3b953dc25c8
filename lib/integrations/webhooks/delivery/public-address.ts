import { isIP } from 'node:net'
import { parseAddressSet, plainAddress } from '@/lib/core/network/network-address'

const setOf = (networks: readonly string[]) => {
  const set = parseAddressSet(networks.join(' '))
  if (!set) throw new Error('Not networks')
  return set
}

/**
 * Lists the special-purpose networks of IPv4 (IANA, RFC 6890): this host, private, shared, link-local, examples,
 * groups, reserved.
 */
const SPECIAL_4 = setOf([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
])
/**
 * IPv6 is public within this network alone; what is embedded elsewhere (mapped, NAT64) could be any address of IPv4.
 */
const GLOBAL_6 = setOf(['2000::/3'])
/** Lists its special parts: protocols such as Teredo, examples, 6to4. */
const SPECIAL_6 = setOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])
const LOOPBACK = setOf(['127.0.0.0/8', '::1'])

/** Returns whether anyone on the Internet can have this address: nothing inside the platform has it. */
export function isPublicAddress(address: string): boolean {
  const plain = plainAddress(address)
  if (plain === null) return false
  return isIP(plain) === 4 ? !SPECIAL_4.has(plain) : GLOBAL_6.has(plain) && !SPECIAL_6.has(plain)
}

export const isLoopbackAddress = (address: string): boolean => LOOPBACK.has(address)

/** Returns the address that is written as the host of a URL; null for a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(bare) === 0 ? null : bare
}
