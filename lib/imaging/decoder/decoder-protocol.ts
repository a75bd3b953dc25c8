import 'server-only'
import type { FileMediaType } from '@/lib/core/files/file-formats'

export type DecodeRequest = {
  readonly mediaType: FileMediaType
  readonly maxPixels: number
  readonly minShortSide: number
  readonly maxPages: number
}

/** A JPEG of our own, to be marked with these lines. */
export type MarkRequest = { readonly kind: 'MARK'; readonly lines: readonly string[] }

/** Lets a child draw a mark on a blank page before it is ready: the first one takes twice as long as the next. */
export const FOR_MARKS = '--for-marks'

/** Names why a child refuses to decode a file. */
export type Refusal =
  | { readonly kind: 'TOO_MANY_PIXELS'; readonly pixels: number }
  | { readonly kind: 'TOO_SMALL'; readonly shortSide: number }
  | { readonly kind: 'TOO_MANY_PAGES'; readonly pages: number }
  | { readonly kind: 'PROTECTED' }
  | { readonly kind: 'ACTIVE_CONTENT' }
  | { readonly kind: 'BROKEN' }

/**
 * Describes a message of a child. READY comes once, when it can decode. STALE means that it refuses but a fresh child
 * should decode. Otherwise it sends a PAGE for each page, whose body is the rendition, the thumbnail and `SKETCH_BYTES`
 * of a sketch, and DONE; or, at any point, a refusal. Width and height are those of an uploaded picture, upright, and
 * of a drawn page as it is drawn.
 */
export type DecoderMessage =
  | { readonly kind: 'READY' }
  | { readonly kind: 'STALE' }
  | { readonly kind: 'PAGE'; readonly width: number; readonly height: number; readonly renditionBytes: number }
  | { readonly kind: 'DONE' }
  /** The body is the JPEG with its watermark. */
  | { readonly kind: 'MARKED' }
  | Refusal

const PREFIX = 8

/** Returns a frame for a pipe: two 32-bit big-endian lengths, then a JSON head and a binary body of those lengths. */
export function frame(head: object, ...body: readonly Uint8Array[]): Buffer[] {
  const length = body.reduce((sum, part) => sum + part.length, 0)
  return [frameHead(head, length), ...body.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))]
}

/** Returns a frame up to its body, of which so many bytes follow. */
export function frameHead(head: object, bodyLength: number): Buffer {
  const json = Buffer.from(JSON.stringify(head))
  const prefix = Buffer.alloc(PREFIX)
  prefix.writeUInt32BE(json.length, 0)
  prefix.writeUInt32BE(bodyLength, 4)
  return Buffer.concat([prefix, json])
}

/**
 * Puts chunks from a pipe together and hands over each whole frame. A body is put where it stays, so that the memory
 * for a large one is needed once.
 *
 * @throws Error when a frame announces more than `maxBytes`: the other end is broken or hostile
 */
export function frameReader(maxBytes: number, take: (head: unknown, body: Buffer) => void): (chunk: Buffer) => void {
  const wanted = partsOfFrames(maxBytes, take)
  let part = wanted.next().value
  let filled = 0
  return (chunk) => {
    for (let at = 0; ; ) {
      const copied = chunk.copy(part, filled, at)
      at += copied
      filled += copied
      if (filled < part.length) return
      part = wanted.next().value
      filled = 0
    }
  }
}

/** Yields what is to be filled next: a prefix, its head, its body, and so on. */
function* partsOfFrames(maxBytes: number, take: (head: unknown, body: Buffer) => void): Generator<Buffer, never> {
  for (;;) {
    const prefix = Buffer.alloc(PREFIX)
    yield prefix
    const [headLength, bodyLength] = [prefix.readUInt32BE(0), prefix.readUInt32BE(4)]
    const size = PREFIX + headLength + bodyLength
    if (size > maxBytes) throw new Error(`A frame of ${size} bytes`)
    const head = Buffer.alloc(headLength)
    yield head
    const body = Buffer.allocUnsafe(bodyLength)
    yield body
    take(JSON.parse(head.toString('utf8')), body)
  }
}
