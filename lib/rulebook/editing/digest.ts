import 'server-only'
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/**
 * Returns the digest of a content for the log: SHA-256 of its canonical JSON (RFC 8785), hex. Stored JSON doesn't
 * preserve the order of keys.
 */
export function digestOf(content: unknown): string {
  return createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex')
}
