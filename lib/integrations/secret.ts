import 'server-only'
import { createHash, randomBytes } from 'node:crypto'

/**
 * Returns a prefix that says what a text is: scanners for leaked secrets find it, and people tell it from other keys.
 */
const prefixOf = (isTest: boolean): string => (isTest ? 'zx_test_' : 'zx_live_')
const SHAPE = /^zx_(live|test)_[A-Za-z0-9_-]{43}$/

/** Makes a key from 256 random bits. Only its hash is stored, from which it can't be derived. */
export function newSecret({ isTest }: { isTest: boolean }): { secret: string; hash: Buffer } {
  const secret = prefixOf(isTest) + randomBytes(32).toString('base64url')
  return { secret, hash: hashOf(secret) }
}

/** Returns the hash by which a key is found; null for a text that is none. */
export const secretHash = (text: string): Buffer | null => (SHAPE.test(text) ? hashOf(text) : null)

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
