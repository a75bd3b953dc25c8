import 'server-only'
import { once } from 'node:events'
import { pipeline, Readable } from 'node:stream'
import { decryptingStream, encryptingStream } from '@/lib/crypto/blob-format'
import { blobStore } from './blob-store'

const PIECE = 64 * 1024

/**
 * Encrypts on the way into the store, for this blob's id alone. Durable when it returns; when it throws, nothing is
 * left of it.
 *
 * @throws BlobExistsError, StoreFullError, or what the plaintext failed with
 */
export async function writeBlob({ id, key, plaintext }: { id: string; key: Uint8Array; plaintext: Readable | Buffer }) {
  const store = blobStore()
  const source = Buffer.isBuffer(plaintext) ? Readable.from(piecesOf(plaintext)) : plaintext
  const ciphertext = encryptingStream(key, id)
  // Either end's failure destroys the other with it, and `put` throws it.
  pipeline(source, ciphertext, () => {})
  await store.put(id, ciphertext)
}

/**
 * What comes out is authenticated piece by piece, and whole once the stream ends without an error. The first piece is
 * read before it returns, so that a wrong key or a small blob that is broken rejects instead.
 *
 * @throws BlobMissingError, BlobBrokenError
 */
export async function readBlob({ id, key }: { id: string; key: Uint8Array }): Promise<Readable> {
  const ciphertext = await blobStore().open(id)
  const plaintext = decryptingStream(key, id)
  pipeline(ciphertext, plaintext, () => {})
  await once(plaintext, 'readable')
  return plaintext
}

/** A buffer as one piece would be encrypted, and held, all at once. */
function* piecesOf(plaintext: Buffer) {
  for (let at = 0; at < plaintext.length; at += PIECE) yield plaintext.subarray(at, at + PIECE)
}
