import 'server-only'
import { randomBytes } from 'node:crypto'
import { decrypt, encrypt, NONCE_LENGTH, SealBrokenError } from './aead'

const VERSION = 1

/**
 * Seals bytes as version (1) ‖ random nonce (12) ‖ AES-256-GCM ciphertext ‖ tag (16). `place` is authenticated, not
 * stored.
 */
export function sealBytes(key: Uint8Array, place: Uint8Array, plaintext: Uint8Array) {
  const nonce = randomBytes(NONCE_LENGTH)
  return Buffer.concat([Buffer.of(VERSION), nonce, encrypt(key, nonce, plaintext, place)])
}

/** @throws SealBrokenError */
export function openBytes(key: Uint8Array, place: Uint8Array, sealed: Uint8Array) {
  const ciphertextAt = 1 + NONCE_LENGTH
  if (sealed.length < ciphertextAt) throw new SealBrokenError('Too short')
  if (sealed[0] !== VERSION) throw new SealBrokenError('Unknown version')
  return decrypt(key, sealed.subarray(1, ciphertextAt), sealed.subarray(ciphertextAt), place)
}

/** Each part after its length in four bytes, so that no two lists of parts have one encoding. */
export function encodeParts(...parts: readonly string[]) {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}
