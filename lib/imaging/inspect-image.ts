import 'server-only'
import type { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { decoderPool } from './decoder-pool'
import type { ImageMediaType } from './decoder-protocol'
import { sniffImage } from './sniff'

export type ImageLimits = {
  readonly maxBytes: number
  readonly maxPixels: number
  /** Pixels on the short side, at the least. */
  readonly minShortSide: number
}

/** Width and height are those of the original, upright. Rendition and thumbnail are JPEG, drawn anew from its pixels. */
export type InspectedImage = {
  readonly mediaType: ImageMediaType
  readonly width: number
  readonly height: number
  readonly rendition: Buffer
  readonly thumbnail: Buffer
}

/**
 * Takes an image in: counts, sniffs, decodes in a child and draws anew what will be shown.
 *
 * @throws DomainError FILE_EMPTY, FILE_TOO_BIG, FILE_WRONG_KIND, FILE_TOO_MANY_PIXELS, FILE_BROKEN,
 *   FILE_LOW_RESOLUTION, or TRY_AGAIN when the fault is not the file's; whatever the source throws
 */
export async function inspectImage(
  source: Readable | Buffer,
  { maxBytes, maxPixels, minShortSide }: ImageLimits,
): Promise<InspectedImage> {
  const original = await gather(source, maxBytes)
  if (original.length === 0) throw new DomainError('FILE_EMPTY', 'No bytes')
  const mediaType = await sniffImage(original)

  const { message, body } = await decoderPool().decode({ mediaType, maxPixels, minShortSide }, original)
  if (message.kind === 'TOO_MANY_PIXELS') {
    const params = { megapixels: Math.ceil(message.pixels / 1e6), allowed: Math.floor(maxPixels / 1e6) }
    throw new DomainError('FILE_TOO_MANY_PIXELS', `${message.pixels} pixels`, { params })
  }
  if (message.kind === 'TOO_SMALL') throw lowResolution(message.shortSide, minShortSide)
  if (message.kind !== 'DECODED') throw new DomainError('FILE_BROKEN', 'It cannot be decoded')

  const { width, height, renditionBytes } = message
  const shortSide = Math.min(width, height)
  if (shortSide < minShortSide) throw lowResolution(shortSide, minShortSide)
  return {
    mediaType,
    width,
    height,
    rendition: body.subarray(0, renditionBytes),
    thumbnail: body.subarray(renditionBytes),
  }
}

function lowResolution(shortSide: number, required: number): DomainError {
  return new DomainError('FILE_LOW_RESOLUTION', `${shortSide} px on the short side`, {
    params: { shortSide, required },
  })
}

async function gather(source: Readable | Buffer, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of Buffer.isBuffer(source) ? [source] : source) {
    size += chunk.length
    // Leaving the loop destroys the stream: the rest is not waited for.
    if (size > maxBytes) {
      const params = { megabytes: Math.floor(maxBytes / 1024 / 1024), maxBytes }
      throw new DomainError('FILE_TOO_BIG', `More than ${maxBytes} bytes`, { params })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}
