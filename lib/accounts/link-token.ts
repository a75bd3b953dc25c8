import 'server-only'
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits need no slow hash. */
export function tokenHash(token: string) {
  return new Uint8Array(createHash('sha256').update(token).digest())
}

/** For a link: only its hash is kept, which can't be turned back into it. */
export function newToken() {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: tokenHash(token) }
}
