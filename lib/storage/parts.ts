import 'server-only'
import type { Readable } from 'node:stream'
import type { ByteRange } from './store-port'
import { readBlob, readBlobRange, started, writeBlob } from './vault'

/** Describes one blob of a file: the whole of it, or one of its parts, in their order. */
export type Part = {
  readonly id: string
  /** Counts the bytes of the plaintext. */
  readonly size: number
}

type Place = { readonly position: number; readonly total: number }

/**
 * A part is encrypted for its place in a file of this length: if a part is dropped, added, moved, cut, or taken from
 * another file, each part that is left is in another place, or in a file of another length, and does not decrypt.
 */
const contextOf = (id: string, { position, total }: Place) => `${id}/${position}/${total}`

/**
 * Encrypts a part into the store. Durable when it returns; when it throws, nothing is left of it.
 *
 * @param place.position of its first byte in the file, whose length is `place.total`
 * @throws BlobExistsError, StoreFullError
 */
export function writePart(id: string, key: Uint8Array, place: Place, plaintext: Buffer): Promise<void> {
  return writeBlob({ id, key, context: contextOf(id, place), plaintext })
}

/**
 * Returns the bytes of a file, as `readBlob` does.
 *
 * @param parts all of them, in order
 * @throws BlobMissingError, BlobBrokenError
 */
export const readParts = (parts: readonly Part[], key: Uint8Array): Promise<Readable> => started(piecesOf(parts, key))

/** Yields the bytes of the first parts of a file that will have `total` bytes. */
export async function* piecesOf(
  parts: readonly Part[],
  key: Uint8Array,
  total = sizeOf(parts),
): AsyncGenerator<Buffer> {
  for (const { id, context } of placed(parts, total))
    yield* (await readBlob({ id, key, context })) as AsyncIterable<Buffer>
}

/**
 * Returns some bytes of a file, for which no more is read than the chunks that hold them.
 *
 * @param range within the file
 * @throws BlobMissingError, BlobBrokenError; RangeError for what is not within it
 */
export async function readPartsRange(
  parts: readonly Part[],
  key: Uint8Array,
  { start, end }: ByteRange,
): Promise<Readable> {
  const total = sizeOf(parts)
  if (!(start >= 0 && start <= end && end < total)) throw new RangeError(`Not within ${total} bytes: ${start}–${end}`)
  async function* pieces() {
    for (const { position, ...part } of placed(parts, total)) {
      const within = { start: Math.max(start - position, 0), end: Math.min(end - position, part.size - 1) }
      if (within.start > within.end) continue
      yield* (await readBlobRange({ ...part, key }, within)) as AsyncIterable<Buffer>
    }
  }
  return started(pieces())
}

/** Returns the parts with what each is encrypted for. A blob that is a whole file is encrypted for its id alone. */
export function placed(
  parts: readonly Part[],
  total = sizeOf(parts),
): (Part & { position: number; context: string })[] {
  let position = 0
  return parts.map(({ id, size }) => {
    const part = { id, size, position, context: size === total ? id : contextOf(id, { position, total }) }
    position += size
    return part
  })
}

const sizeOf = (parts: readonly Part[]) => parts.reduce((sum, { size }) => sum + size, 0)
