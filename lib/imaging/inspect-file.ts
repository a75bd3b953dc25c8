import 'server-only'
import { DomainError } from '@/lib/core/errors'
import type { FileMediaType } from '@/lib/core/files/file-formats'
import { MAX_PDF_PAGES, type SizeLimits } from '@/lib/core/files/file-limits'
import { decoderPool } from './decoder/decoder-pool'
import type { Decoded, Original } from './decoder/decoder-process'
import type { DecodeRequest } from './decoder/decoder-protocol'
import type { DrawnPage } from './draw'
import { sniff } from './sniff'

/** libheif has a picture several times in memory. */
const MAX_HEIC_PIXELS = 25_000_000

/** Describes the limits of a file; its types are among `FILE_MEDIA_TYPES`. */
export type FileLimits = SizeLimits & {
  readonly maxPixels: number
  /** The short side has at least so many pixels; for a scanned page, at the resolution of the scan. */
  readonly minShortSide: number
}

/** A file as it came, of which no more than its beginning is in memory. */
export type SentFile = Original & {
  /**
   * The account or case that shares the queue fairly with all others whose files wait for a decoder, and whose files
   * alone the child that decodes it has seen.
   */
  readonly sender: string
  /** The beginning of the file, which shows its type: `HEAD_LENGTH` bytes, or all of a shorter file. */
  readonly head: Buffer
}

/** A file whose type is known by its content. */
export type KnownFile = Omit<SentFile, 'head'> & { readonly mediaType: FileMediaType }

/**
 * Width and height of a picture are those of the original, upright; of a PDF, those of its first page as it is drawn.
 * A picture has one page.
 */
export type InspectedFile = {
  readonly mediaType: FileMediaType
  readonly width: number
  readonly height: number
  readonly pageCount: number
}

/** Contains JPEGs, drawn again from the pixels, and what the page is compared by. */
export type PageImages = Pick<DrawnPage, 'rendition' | 'thumbnail' | 'sketch'>

/**
 * Checks a file: sniffs, decodes in a child and draws again what will be shown.
 *
 * @throws DomainError FILE_WRONG_KIND, and what `decodePages` throws
 */
export async function inspectFile(
  file: SentFile,
  limits: FileLimits,
  onPage: (page: PageImages) => Promise<void>,
): Promise<InspectedFile> {
  return decodePages({ ...file, mediaType: await sniff(file.head, limits.mediaTypes) }, limits, onPage)
}

/**
 * Decodes a file of a known type in a child, once, and draws again what will be shown.
 *
 * @param onPage stores a page, one after another; the caller drops what was stored of a file that is refused in the
 *   end
 * @throws DomainError FILE_TOO_MANY_PIXELS, FILE_TOO_MANY_PAGES, FILE_PROTECTED, FILE_ACTIVE_CONTENT, FILE_BROKEN,
 *   FILE_TOO_SLOW, FILE_LOW_RESOLUTION, or TRY_AGAIN when the fault is not the file's; any error of reading it or of
 *   `onPage`
 */
export async function decodePages(
  { mediaType, ...file }: KnownFile,
  limits: Pick<FileLimits, 'maxPixels' | 'minShortSide'>,
  onPage: (page: PageImages) => Promise<void>,
): Promise<InspectedFile> {
  const maxPixels = mediaType === 'image/heic' ? Math.min(limits.maxPixels, MAX_HEIC_PIXELS) : limits.maxPixels
  const { minShortSide } = limits
  const request = { mediaType, maxPixels, minShortSide, maxPages: mediaType === 'application/pdf' ? MAX_PDF_PAGES : 1 }

  let first: DrawnPage | undefined
  let pageCount = 0
  const whose = { owner: file.sender, sender: file.sender }
  const { message } = await decoderPool().decode(request, file, whose, async (page) => {
    first ??= page
    pageCount += 1
    await onPage(page)
  })
  if (message.kind !== 'DONE' || !first) throw refusal(message, request)
  return { mediaType, width: first.width, height: first.height, pageCount }
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
