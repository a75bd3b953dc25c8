import { isLoopbackHost } from '@/lib/core/network/loopback-host'

/** An address to which customers may be returned: an exact origin, and what the path starts with. */
export type AllowedAddress = { origin: string; pathPrefix: string }

export const MAX_RETURN_URL = 2_000

/**
 * Matches an escape that a server may read as a slash, a backslash, a dot, a control character or another escape, once
 * it has decoded a path.
 */
const ESCAPED = /%(?:2[5ef]|5c|7f|[01][0-9a-f])/i

/**
 * Returns an address that everybody reads alike; null for any other. It has to be written as the URL standard writes
 * it, so that no tab, backslash, second slash, dot segment, user name or letter that looks like another leads a browser
 * elsewhere than it seems to.
 *
 * @param takesLoopback whether http on this machine will do
 */
function plainAddress(text: string, takesLoopback: boolean): URL | null {
  if (text.length > MAX_RETURN_URL || !/^[\x21-\x7e]+$/.test(text) || text.includes('#')) return null
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isSafe =
    url.protocol === 'https:' || (url.protocol === 'http:' && takesLoopback && isLoopbackHost(url.hostname))
  if (!isSafe || url.username !== '' || url.password !== '' || url.href !== text) return null
  if (!/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/.test(url.hostname)) return null // such as a pattern
  return url.pathname.includes('//') || ESCAPED.test(url.pathname) ? null : url
}

/** Returns what is allowed by an address that an administrator wrote; null when it is none. */
export function allowedAddress(text: string, takesLoopback: boolean): AllowedAddress | null {
  // An origin alone may be written without its slash.
  const url = plainAddress(/^https?:\/\/[^/?#]+$/.test(text) ? `${text}/` : text, takesLoopback)
  return url && !text.includes('?') ? { origin: url.origin, pathPrefix: url.pathname } : null
}

/**
 * Returns whether customers may be returned to an address: its origin is the same, and its path is below an allowed
 * one.
 */
export function isAllowed(text: string, allowed: readonly AllowedAddress[], takesLoopback: boolean): boolean {
  const url = plainAddress(text, takesLoopback)
  if (!url) return false
  const { origin, pathname } = url
  return allowed.some((one) => one.origin === origin && isBelow(pathname, one.pathPrefix))
}

const isBelow = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)

/**
 * Returns the address with the result, which is no more than the id of the hand-over: what came of it is read by the
 * key.
 */
export function withResult(returnUrl: string, handoverId: string): string {
  const url = new URL(returnUrl)
  url.searchParams.set('handover', handoverId)
  return url.href
}
