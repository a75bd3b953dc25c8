import 'server-only'
import { fileTypeFromBuffer } from 'file-type'
import { DomainError } from '@/lib/core/errors'
import { FILE_FORMATS, FILE_MEDIA_TYPES, type FileMediaType, formatsText } from '@/lib/core/files/file-formats'

/** So many bytes are enough for every signature that file-type knows, and for an `<svg` behind a long comment. */
export const HEAD_LENGTH = 64 * 1024

/** HEIF with any other codec inside has a brand of its own, such as AVIF; these leave it open, and libheif will say. */
const SAME: Readonly<Record<string, FileMediaType>> = {
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
}

/** Maps extensions to names that people know, if the extension alone would not be understood. */
const NAMES: Readonly<Record<string, string>> = {
  'image/tiff': 'TIFF',
  'application/x-msdownload': 'EXE',
}

/**
 * Returns the type of a content; the name and the declared type of an upload are never used.
 *
 * @param taken the types that are accepted
 * @throws DomainError FILE_WRONG_KIND, with the accepted `formats`, and `found` (such as PDF, HEIC, SVG) when it is a
 *   known type
 */
export async function sniff(bytes: Uint8Array, taken: readonly string[]): Promise<FileMediaType> {
  const head = bytes.subarray(0, HEAD_LENGTH)
  const { type, mediaType } = await typeOf(head)
  if (mediaType && taken.includes(mediaType)) return mediaType
  const found = mediaType
    ? FILE_FORMATS[mediaType]
    : (nameOfText(head) ?? (type && (NAMES[type.mime] ?? type.ext.toUpperCase())))
  throw new DomainError('FILE_WRONG_KIND', `Not wanted: ${found ?? 'unknown'}`, {
    params: { formats: formatsText(taken), ...(found ? { found } : {}) },
  })
}

/** Returns which of the accepted types a file is, by its beginning. */
export const mediaTypeOf = async (head: Uint8Array): Promise<FileMediaType | undefined> =>
  (await typeOf(head)).mediaType

async function typeOf(head: Uint8Array) {
  // file-type parses containers: what it chokes on is merely unknown.
  const type = await fileTypeFromBuffer(head).catch(() => undefined)
  const mediaType = FILE_MEDIA_TYPES.find((known) => known === (SAME[type?.mime ?? ''] ?? type?.mime))
  return { type, mediaType }
}

/** Names text formats, which have no signature: file-type returns none for them, or calls an SVG plain XML. */
function nameOfText(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1')
  if (!/^(?:\xef\xbb\xbf)?\s*</.test(text)) return undefined
  if (/<(?:\w+:)?svg[\s>]/i.test(text)) return 'SVG'
  return /<(?:!doctype\s+html|html|script|body)[\s>]/i.test(text) ? 'HTML' : undefined
}
