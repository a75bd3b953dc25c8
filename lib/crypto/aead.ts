import 'server-only'
import { createCipheriv, createDecipheriv } from 'node:crypto'

export const KEY_LENGTH = 32
export const NONCE_LENGTH = 12
export const TAG_LENGTH = 16

/**
 * The data does not authenticate: another key, another place, or altered bytes. Which of them can't be determined, and
 * must not be.
 */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError'
}

/** Encrypts with AES-256-GCM, a 96-bit nonce and a 128-bit tag. Returns ciphertext ‖ tag. */
export function encrypt(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, associated: Uint8Array): Buffer {
  return Buffer.concat(encryptApart(key, nonce, plaintext, associated))
}

/** The same as two pieces, for what is put together elsewhere: a copy of each chunk is most of what a blob costs. */
export function encryptApart(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
): [ciphertext: Buffer, tag: Buffer] {
  requireSizes(key, nonce)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH })
  if (associated.length > 0) cipher.setAAD(associated)
  const ciphertext = cipher.update(plaintext)
  cipher.final() // in GCM mode, final() returns no byte
  return [ciphertext, cipher.getAuthTag()]
}

/**
 * Takes ciphertext ‖ tag; returns nothing that has not been authenticated.
 *
 * @throws SealBrokenError
 */
export function decrypt(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, associated: Uint8Array) {
  requireSizes(key, nonce)
  const end = sealed.length - TAG_LENGTH
  if (end < 0) throw new SealBrokenError('Shorter than its tag')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH })
  if (associated.length > 0) decipher.setAAD(associated)
  decipher.setAuthTag(sealed.subarray(end))
  try {
    const plaintext = decipher.update(sealed.subarray(0, end))
    decipher.final() // in GCM mode, final() returns no byte, and throws if the data does not authenticate
    return plaintext
  } catch {
    throw new SealBrokenError('Does not authenticate')
  }
}

function requireSizes(key: Uint8Array, nonce: Uint8Array) {
  if (key.length !== KEY_LENGTH) throw new RangeError(`A key has ${KEY_LENGTH} bytes`)
  if (nonce.length !== NONCE_LENGTH) throw new RangeError(`A nonce has ${NONCE_LENGTH} bytes`)
}
