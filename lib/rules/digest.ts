import 'server-only'
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** What the log holds of a content: SHA-256 of its canonical JSON (RFC 8785), hex. Stored JSON keeps no order of keys. */
export function digestOf(content: unknown): string {
  return createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex')
}
