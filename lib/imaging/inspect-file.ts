import 'server-only'
import type { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { type FileMediaType, MAX_PDF_PAGES } from '@/lib/core/file-formats'
import { decoderPool } from './decoder-pool'
import type { Decoded } from './decoder-process'
import type { DecodeRequest } from './decoder-protocol'
import type { DrawnPage } from './draw'
import { sniff } from './sniff'

/** libheif holds a picture several times over. */
const MAX_HEIC_PIXELS = 25_000_000

export type FileLimits = {
  /** Of those that are known: see `FILE_MEDIA_TYPES`. */
  readonly mediaTypes: readonly string[]
  readonly maxBytes: number
  readonly maxPixels: number
  /** Pixels on the short side, at the least; of a page that was scanned, at the resolution of the scan. */
  readonly minShortSide: number
}

/**
 * Width and height of a picture are those of the original, upright; of a PDF, those of its first page as it is drawn.
 * Renditions and thumbnails are JPEG, drawn anew from the pixels. A picture has one page.
 */
export type InspectedFile = {
  readonly mediaType: FileMediaType
  readonly width: number
  readonly height: number
  readonly pages: readonly Pick<DrawnPage, 'rendition' | 'thumbnail'>[]
}

/**
 * Takes a file in: counts, sniffs, decodes in a child and draws anew what will be shown.
 *
 * @throws DomainError FILE_EMPTY, FILE_TOO_BIG, FILE_WRONG_KIND, FILE_TOO_MANY_PIXELS, FILE_TOO_MANY_PAGES,
 *   FILE_PROTECTED, FILE_ACTIVE_CONTENT, FILE_BROKEN, FILE_LOW_RESOLUTION, or TRY_AGAIN when the fault is not the file's;
 *   whatever the source throws
 */
export async function inspectFile(source: Readable | Buffer, limits: FileLimits): Promise<InspectedFile> {
  const original = await gather(source, limits.maxBytes)
  if (original.length === 0) throw new DomainError('FILE_EMPTY', 'No bytes')
  const mediaType = await sniff(original, limits.mediaTypes)
  const maxPixels = mediaType === 'image/heic' ? Math.min(limits.maxPixels, MAX_HEIC_PIXELS) : limits.maxPixels
  const { minShortSide } = limits
  const request = { mediaType, maxPixels, minShortSide, maxPages: mediaType === 'application/pdf' ? MAX_PDF_PAGES : 1 }

  const { message, pages } = await decoderPool().decode(request, original)
  const [first] = pages
  if (message.kind !== 'DONE' || !first) throw refusal(message, request)

  const shortSide = Math.min(first.width, first.height)
  if (mediaType !== 'application/pdf' && shortSide < minShortSide) throw lowResolution(shortSide, minShortSide)
  return { mediaType, width: first.width, height: first.height, pages }
}

function refusal(message: Decoded['message'], { maxPixels, minShortSide, maxPages }: DecodeRequest): DomainError {
  switch (message.kind) {
    case 'TOO_MANY_PIXELS': {
      const params = { megapixels: Math.ceil(message.pixels / 1e6), allowed: Math.floor(maxPixels / 1e6) }
      return new DomainError('FILE_TOO_MANY_PIXELS', `${message.pixels} pixels`, { params })
    }
    case 'TOO_MANY_PAGES': {
      const params = { pages: message.pages, allowed: maxPages }
      return new DomainError('FILE_TOO_MANY_PAGES', `${message.pages} pages`, { params })
    }
    case 'TOO_SMALL':
      return lowResolution(message.shortSide, minShortSide)
    case 'PROTECTED':
      return new DomainError('FILE_PROTECTED', 'It is encrypted')
    case 'ACTIVE_CONTENT':
      return new DomainError('FILE_ACTIVE_CONTENT', 'It can do something, or carries another file')
    default:
      return new DomainError('FILE_BROKEN', 'It cannot be decoded')
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
