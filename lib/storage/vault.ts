import 'server-only'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import {
  BlobBrokenError,
  CHUNK_LENGTH,
  decrypted,
  encrypted,
  HEADER_LENGTH,
  SEALED_CHUNK_LENGTH,
} from '@/lib/crypto/blob-format'
import { blobStore } from './blob-store'
import type { ByteRange } from './store-port'

const PIECE = 256 * 1024

type Blob = {
  id: string
  key: Uint8Array
  /** Names what it is encrypted for: its id alone, unless it is a part of a file. */
  context?: string
}

/**
 * Encrypts on the way into the store, for this blob's id alone or for more. Durable when it returns; when it throws,
 * nothing is left of it.
 *
 * @throws BlobExistsError, StoreFullError, or what the plaintext failed with
 */
export async function writeBlob({
  id,
  key,
  context = id,
  plaintext,
}: Blob & { plaintext: AsyncIterable<Uint8Array> | Buffer }): Promise<void> {
  if (Buffer.isBuffer(plaintext)) return blobStore().put(id, encrypted(key, context, piecesOf(plaintext)))
  if (!(plaintext instanceof Readable)) return blobStore().put(id, encrypted(key, context, plaintext))
  plaintext.on('error', () => {}) // it may fail before anyone reads; the reader then gets the error
  try {
    await blobStore().put(id, encrypted(key, context, plaintext))
  } finally {
    plaintext.destroy()
  }
}

/**
 * Encrypts blobs that are of no use without each other into the store, as `writeBlob` does with one: durable when it
 * returns.
 *
 * @throws BlobExistsError, StoreFullError
 */
export function writeBlobs(blobs: readonly { id: string; key: Uint8Array; plaintext: Buffer }[]): Promise<void> {
  return blobStore().putTogether(
    blobs.map(({ id, key, plaintext }) => ({ id, ciphertext: encrypted(key, id, piecesOf(plaintext)) })),
  )
}

/**
 * Returns a stream that is authenticated piece by piece, and complete once it ends without an error. The first piece is
 * read before it returns, so that a wrong key or a small broken blob rejects instead.
 *
 * @throws BlobMissingError, BlobBrokenError
 */
export async function readBlob({ id, key, context = id }: Blob): Promise<Readable> {
  return started(decrypted(key, context, await blobStore().open(id)))
}

/**
 * Some bytes of the plaintext, for which no more of the blob is read than the chunks that hold them. Each is
 * authenticated before it comes out.
 *
 * @param blob.size of the plaintext, in bytes
 * @param range within it
 * @throws BlobMissingError, BlobBrokenError; RangeError for what is not within it
 */
export async function readBlobRange(
  { id, key, context = id, size }: Blob & { size: number },
  { start, end }: ByteRange,
): Promise<Readable> {
  if (!(start >= 0 && start <= end && end < size)) throw new RangeError(`Not within ${size} bytes: ${start}–${end}`)
  const [firstChunk, lastChunk] = [chunkOf(start), chunkOf(end)]
  const isEnd = lastChunk === chunkOf(size)
  // To the very end, where the last chunk is among them: what was added there is not to pass.
  const sealed = { start: sealedAt(firstChunk), end: isEnd ? Number.MAX_SAFE_INTEGER : sealedAt(lastChunk + 1) - 1 }
  const plaintext = decrypted(key, context, headerAnd(id, sealed), { firstChunk, isEnd })
  return started(cut(plaintext, start - firstChunk * CHUNK_LENGTH, end - start + 1))
}

/** Limits the pieces, each a quarter of a MiB at most, that are read ahead. */
const AHEAD = 2

/**
 * Starts a stream with its first piece read, so that an immediate failure rejects, and no open file waits for a reader.
 */
export async function started(pieces: AsyncGenerator<Buffer>): Promise<Readable> {
  const stream = Readable.from(pieces, { highWaterMark: AHEAD })
  stream.on('error', () => {}) // it may fail before anyone reads; the reader then gets the error
  await once(stream, 'readable')
  return stream
}

const chunkOf = (position: number) => Math.floor(position / CHUNK_LENGTH)
const sealedAt = (chunk: number) => HEADER_LENGTH + chunk * SEALED_CHUNK_LENGTH

async function* headerAnd(id: string, range: ByteRange) {
  yield* await blobStore().open(id, { start: 0, end: HEADER_LENGTH - 1 })
  yield* await blobStore().open(id, range)
}

/** Skips so many bytes, and passes so many: fewer would mean a truncated blob. */
async function* cut(pieces: AsyncIterable<Buffer>, skip: number, length: number): AsyncGenerator<Buffer> {
  let [toSkip, toPass] = [skip, length]
  for await (const piece of pieces) {
    const part = piece.subarray(toSkip, toSkip + toPass)
    toSkip -= Math.min(toSkip, piece.length)
    toPass -= part.length
    if (part.length > 0) yield part
  }
  if (toPass > 0) throw new BlobBrokenError('TRUNCATED')
}

/** A buffer as one piece would be encrypted, and held, all at once. */
function* piecesOf(plaintext: Buffer) {
  for (let at = 0; at < plaintext.length; at += PIECE) yield plaintext.subarray(at, at + PIECE)
}
