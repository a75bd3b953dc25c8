import 'server-only'
import type { FileMediaType } from '@/lib/core/file-formats'

export type DecodeRequest = {
  readonly mediaType: FileMediaType
  readonly maxPixels: number
  readonly minShortSide: number
  readonly maxPages: number
}

/** A JPEG of our own, to be marked with these lines. */
export type MarkRequest = { readonly kind: 'MARK'; readonly lines: readonly string[] }

/** Why a child will not decode a file. */
export type Refusal =
  | { readonly kind: 'TOO_MANY_PIXELS'; readonly pixels: number }
  | { readonly kind: 'TOO_SMALL'; readonly shortSide: number }
  | { readonly kind: 'TOO_MANY_PAGES'; readonly pages: number }
  | { readonly kind: 'PROTECTED' }
  | { readonly kind: 'ACTIVE_CONTENT' }
  | { readonly kind: 'BROKEN' }

/**
 * What a child says. READY comes once, when it can decode. STALE: it will not, a fresh child should. Otherwise a PAGE
 * for each page, whose body is the rendition and then the thumbnail, and DONE; or, at any point, a refusal. Width and
 * height are of a picture as it came, upright, and of a drawn page as it is drawn.
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

/** A frame on a pipe: two 32-bit big-endian lengths, then a JSON head and a binary body of those lengths. */
export function frame(head: DecodeRequest | MarkRequest | DecoderMessage, ...body: readonly Uint8Array[]): Buffer[] {
  const json = Buffer.from(JSON.stringify(head))
  const prefix = Buffer.alloc(PREFIX)
  prefix.writeUInt32BE(json.length, 0)
  prefix.writeUInt32BE(
    body.reduce((sum, part) => sum + part.length, 0),
    4,
  )
  return [prefix, json, ...body.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))]
}

/**
 * Puts chunks from a pipe together and hands over each whole frame.
 *
 * @throws Error when a frame announces more than `maxBytes`: the other end is broken or hostile
 */
export function frameReader(maxBytes: number, take: (head: unknown, body: Buffer) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let held = 0
  return (chunk) => {
    chunks.push(chunk)
    held += chunk.length
    for (let size = frameSize(); size !== undefined && held >= size; size = frameSize()) {
      const all = Buffer.concat(chunks)
      const body = PREFIX + all.readUInt32BE(0)
      chunks = [all.subarray(size)]
      held = all.length - size
      take(JSON.parse(all.toString('utf8', PREFIX, body)), all.subarray(body, size))
    }
  }

  function frameSize(): number | undefined {
    if (held < PREFIX) return undefined
    if ((chunks[0]?.length ?? 0) < PREFIX) chunks = [Buffer.concat(chunks)]
    const size = PREFIX + (chunks[0]?.readUInt32BE(0) ?? 0) + (chunks[0]?.readUInt32BE(4) ?? 0)
    if (size > maxBytes) throw new Error(`A frame of ${size} bytes`)
    return size
  }
}
