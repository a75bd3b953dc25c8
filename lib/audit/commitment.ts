import 'server-only'
import { createHmac, randomBytes } from 'node:crypto'
import canonicalize from 'canonicalize'

/** Holds a personal value that an event commits to, without showing it. */
export type Commitment = {
  readonly name: string
  readonly value: unknown
  /** Has 32 random bytes. */
  readonly salt: Buffer
  /** Gives the digest in the event: of SHA-256's size, hex. */
  readonly digest: string
}

/** Hiding as long as the salt is secret or erased, binding for ever: HMAC-SHA-256 keyed by a 256-bit salt. */
export function commitmentDigest(salt: Buffer, name: string, value: unknown): string {
  return createHmac('sha256', salt)
    .update(canonicalize([name, value]) ?? '')
    .digest('hex')
}

/** Commits to a value. @param value JSON; `name` distinguishes it from other values of the same event */
export function commitTo(name: string, value: unknown): Commitment {
  const salt = randomBytes(32)
  return { name, value, salt, digest: commitmentDigest(salt, name, value) }
}
