import 'server-only'
import { createHash, randomBytes } from 'node:crypto'

/** Hashes a token. 256 random bits need no slow hash. */
export function tokenHash(token: string) {
  return new Uint8Array(createHash('sha256').update(token).digest())
}

/** Creates a token for a link. Only its hash is stored, from which it can't be derived. */
export function newToken() {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: tokenHash(token) }
}
