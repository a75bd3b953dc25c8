import { BlockList, isIP } from 'node:net'

/**
 * Returns an address in one spelling, as it is written in headers and by sockets (`::ffff:192.0.2.7`, `fe80::1%eth0`,
 * `[2001:db8::1]:443`, `192.0.2.7:80`); null for anything else.
 */
export function plainAddress(text: string): string | null {
  const given = text.trim().replace(/%.*$/, '')
  const bare = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(given)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(given)?.[1] ?? given
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare
  return isIP(mapped) === 0 ? null : mapped.toLowerCase()
}

/** Holds addresses and networks; none of them means nobody. */
export type AddressSet = { has(address: string): boolean }

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Returns whether an address is this machine's own: a proxy, a health check or the framework itself. */
export function isLoopbackAddress(address: string): boolean {
  const plain = plainAddress(address)
  return plain !== null && LOOPBACK.check(plain, familyOf(plain))
}

const familyOf = (plain: string) => (isIP(plain) === 4 ? 'ipv4' : 'ipv6')

/** Reads `10.0.0.5, 10.1.0.0/16 fd00::/8`. Null when any of it is not an address or a network. */
export function parseAddressSet(text: string): AddressSet | null {
  const blocks = new BlockList()
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const [given = '', size, ...rest] = entry.split('/')
    const version = isIP(given)
    if (version === 0 || rest.length > 0) return null
    const family = version === 4 ? 'ipv4' : 'ipv6'
    const most = version === 4 ? 32 : 128
    const prefix = size === undefined ? most : /^\d{1,3}$/.test(size) ? Number(size) : Number.NaN
    // A network of all addresses would trust everybody's X-Forwarded-For.
    if (!(prefix >= 1 && prefix <= most)) return null
    blocks.addSubnet(given, prefix, family)
  }
  return {
    has(address) {
      const plain = plainAddress(address)
      return plain !== null && blocks.check(plain, familyOf(plain))
    },
  }
}
